# shellcheck shell=sh
# Read by ./run and ./test, with $here set. `environment NAME` leaves $python as the interpreter of .venv/NAME,
# after making that environment from requirements/NAME.txt where it is missing or was made from something else.
environment() {
    python=$here/.venv/$1/bin/python
    if [ -x "$python" ] &&
        cat -- "$here/requirements/$1.txt" "$here/requirements/prepare.py" 2>/dev/null |
        cmp -s - "$here/.venv/$1/made-from" 2>/dev/null; then
        return 0
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            "$candidate" -I "$here/requirements/prepare.py" "$1" </dev/null >&2 || exit 2
            return 0
        fi
    done
    echo "rubricc 需要 Python 3.11 或更高版本，名为 python3。" >&2
    echo "rubricc needs Python 3.11 or later as python3; found: $(python3 --version 2>&1 || echo none)" >&2
    exit 2
}
