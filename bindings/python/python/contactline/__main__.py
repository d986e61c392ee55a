"""`python -m contactline`: the command line."""

import signal
import sys

from . import _native


def main() -> None:
    """Runs the command line with the words of this process; ends it with its exit code."""
    # Ctrl-C ends the program at once, as it does the one that is no part of Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_native.main(["contactline", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
