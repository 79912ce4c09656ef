"""The command line."""

import sys

from rubricc import __version__


def main(argv: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        print(f"rubricc {__version__}")
        return 0
    print("usage: rubricc --version", file=sys.stderr)
    return 2
