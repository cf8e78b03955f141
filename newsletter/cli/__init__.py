"""The command line. What goes wrong is said in one line, and the exit code is 2."""

from newsletter.cli.main import main

__all__ = ["main"]
