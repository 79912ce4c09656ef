"""Makes .venv/NAME from requirements/NAME.txt.

Assumes Python 3.11 and some pip, of this interpreter or on the PATH; ensurepip is used only where there is no pip.
Guarantees: only files whose hashes stand in the lock file are installed; of several starts at once one works and the
others wait; the file `made-from`, by which ./run and ./test know a good environment, is written last, so what was
interrupted is never used and is made again. The environment may be moved together with the working tree.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def wanted(name: str) -> bytes:
    """What an environment is made from; ./run and ./test compare the same bytes."""
    return (HERE / f"{name}.txt").read_bytes() + Path(__file__).read_bytes()


def is_good(folder: Path, stamp: bytes) -> bool:
    marker = folder / "made-from"
    return os.access(folder / "bin/python", os.X_OK) and marker.is_file() and marker.read_bytes() == stamp


def pip_command(environment: dict[str, str]) -> list[str] | None:
    """A pip that knows --python (22.3 or later), or None."""
    for command in ([sys.executable, "-m", "pip"], ["pip3"], ["pip"]):
        try:
            probe = [*command, "--python", sys.executable, "--version"]
            if subprocess.run(probe, env=environment, capture_output=True, check=False).returncode == 0:
                return command
        except OSError:
            continue
    return None


def make(folder: Path, name: str, stamp: bytes) -> None:
    """Makes the environment in place: console scripts name their folder, so it cannot be made elsewhere."""
    # Settings that would send the packages somewhere else than into the environment.
    misleading = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"}
    environment = {key: value for key, value in os.environ.items() if key not in misleading}
    environment |= {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    pip = pip_command(environment)
    # The real file, for example …/python3.11: when Python is upgraded the link dangles, and that is noticed.
    base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    setattr(sys, "_base_executable", base)  # noqa: B010 - read by venv; typeshed does not know it
    try:
        venv.EnvBuilder(symlinks=True, with_pip=pip is None).create(folder)
    except subprocess.CalledProcessError:
        sys.exit(f"rubricc: neither pip (22.3 or later) nor ensurepip works for {base}; install pip for it")
    python = str(folder / "bin/python")
    pip = [*pip, "--python", python] if pip else [python, "-m", "pip"]
    flags = ["-qq", "--no-input", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    install = [*pip, "install", *flags, "-r", str(HERE / f"{name}.txt")]
    if subprocess.run(install, env=environment, check=False).returncode != 0:
        sys.exit(
            "rubricc: the packages could not be installed; the message of pip stands above.\n"
            "The first start needs the network (or a pip that is configured to find the packages elsewhere);\n"
            "later starts do not. Nothing half-made is left behind: start again when it is there."
        )
    site = next(folder.glob("lib/python3*/site-packages"))
    # A relative path: it survives a move of the tree, and no character set can spoil it.
    (site / "rubricc.pth").write_text(os.path.relpath(ROOT / "src", site) + "\n", encoding="ascii")
    partial = folder / "made-from.part"
    partial.write_bytes(stamp)
    partial.rename(folder / "made-from")


def main(name: str) -> None:
    folder = ROOT / ".venv" / name
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    folder.parent.mkdir(exist_ok=True)
    # The lock goes with the process, however that ends; the file stays.
    with (folder.parent / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"rubricc: another start is preparing .venv/{name}; waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = wanted(name)
        if is_good(folder, stamp):
            return
        print(f"rubricc: preparing .venv/{name} (once; some ten seconds)", flush=True)
        done = False
        try:
            (folder / "made-from").unlink(missing_ok=True)
            if folder.exists():
                shutil.rmtree(folder)
            make(folder, name, stamp)
            done = True
        finally:
            if not done:
                shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"rubricc: cannot make the environment: {error}")
