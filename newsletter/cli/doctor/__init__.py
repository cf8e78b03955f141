"""`newsletter doctor`: whether this installation can work."""

from newsletter.cli.doctor.command import add

__all__ = ["add"]
