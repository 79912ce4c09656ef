"""`python -m rubricc` is the command `rubricc`."""

import sys

from rubricc.cli import main

if __name__ == "__main__":
    sys.exit(main())
