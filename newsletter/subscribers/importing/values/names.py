"""Names of people: cleaned, never bettered, for nobody knows how McDonald and van der Berg want to be written."""

import unicodedata

from newsletter.subscribers.importing.values.refusal import NotUnderstood, Refusal

_LONGEST = 200


def text(cell: str) -> str:
    """One line without control characters or needless spaces, composed (NFC). Raises NotUnderstood."""
    if cell.isascii() and cell.isalnum() and len(cell) <= _LONGEST:
        return cell
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in cell)
    cleaned = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(cleaned) > _LONGEST:
        raise NotUnderstood(Refusal.TOO_LONG)
    return cleaned


def parted(full_name: str) -> tuple[str, str]:
    """Given and family name: `Hill, Jo`, or else the last word is the family's. Raises NotUnderstood."""
    name = text(full_name)
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    given, _, family = name.rpartition(" ")
    return (given, family) if given else (family, "")
