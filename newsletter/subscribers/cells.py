"""Cells that no spreadsheet takes for a formula (ASVS 1.2.10), and back: what is exported can be imported again."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")


def defused(cell: str) -> str:
    """An apostrophe before what would be a formula; one more where it has one of its own, so that one comes off."""
    return f"'{cell}" if cell.startswith(_FORMULA) or _DEFUSED.match(cell) else cell


def as_meant(cell: str) -> str:
    """What was defused. Other cells stay as they are: 't Hooft is a name."""
    return cell[1:] if cell.startswith("'") and _DEFUSED.match(cell) else cell
