"""What the TXT records of a domain amount to: a key's (RFC 6376 § 3.6.1), SPF (RFC 7208), DMARC (RFC 9989)."""

import re
from collections.abc import Sequence
from enum import StrEnum, auto

_ENDS_OPEN = re.compile(r"[+?]?all", re.IGNORECASE)
_ENDS = re.compile(r"[-~]all|redirect=\S+", re.IGNORECASE)


class Finding(StrEnum):
    """What was found where a record should be."""

    RIGHT = auto()
    LAX = auto()  # there, and asks receivers for nothing
    MISSING = auto()
    OTHER = auto()  # something else stands there
    SEVERAL = auto()  # receivers then take none
    SILENT = auto()  # DNS gave no answer

    @property
    def is_wrong(self) -> bool:
        """Somebody has to do something. Of silence nobody can know."""
        return self in {Finding.MISSING, Finding.OTHER, Finding.SEVERAL}


def key_record(texts: Sequence[str], wanted: str) -> Finding:
    """Whether a key can be found by receivers."""
    if len(texts) != 1:
        return Finding.SEVERAL if texts else Finding.MISSING
    shown, ours = _tags(texts[0]), _tags(wanted)
    same = all(shown.get(tag, default) == ours.get(tag, default) for tag, default in (("k", "rsa"), ("p", "")))
    allows = (
        shown.get("v", "DKIM1") == "DKIM1"
        and "sha256" in shown.get("h", "sha256").split(":")
        and {"*", "email"} & set(shown.get("s", "*").split(":"))
    )
    return Finding.RIGHT if same and allows else Finding.OTHER


def spf_record(texts: Sequence[str]) -> Finding:
    """Whether the domain says who may send in its name."""
    found = [text.split() for text in texts if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE)]
    if len(found) != 1:
        return Finding.SEVERAL if found else Finding.MISSING
    _, *terms = found[0]
    if any(_ENDS_OPEN.fullmatch(term) for term in terms) or not any(map(_ENDS.fullmatch, terms)):
        return Finding.LAX
    return Finding.RIGHT


def dmarc_record(texts: Sequence[str]) -> Finding:
    """Whether the domain says what to do with mail that is not its own."""
    found = [_tags(text) for text in texts if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
    if len(found) != 1:
        return Finding.SEVERAL if found else Finding.MISSING
    return Finding.RIGHT if found[0].get("p", "none").lower() in {"quarantine", "reject"} else Finding.LAX


def dmarc_hosts(domain: str) -> list[str]:
    """Where a DMARC record may stand, the nearest first (RFC 9989 § 4.10: the tree walk)."""
    labels = domain.split(".")
    first = max(1, len(labels) - 7)
    starts = [0, *range(first, len(labels) - 1)]
    return [f"_dmarc.{'.'.join(labels[start:])}" for start in starts]


def _tags(text: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in text.split(";"))
    return {name.strip(): re.sub(r"\s", "", value) for name, _, value in pairs if name.strip()}
