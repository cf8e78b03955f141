"""The one address in a cell, through what mail programs and hands wrap around it."""

import re

from newsletter.mail.address import BadAddress, normalise
from newsletter.subscribers.importing.values.refusal import NotUnderstood, Refusal

_PLAIN = re.compile(
    r"[A-Za-z0-9_%+-]{1,30}(?:\.[A-Za-z0-9_%+-]{1,30})?@(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.){1,3}[a-z]{2,12}",
    re.IGNORECASE,
)
"""Nearly every address there is, and none that `normalise` would refuse or write otherwise but for its case."""

_WRAPPED = re.compile(r"<([^<>]*)>\s*$")
_MAILTO = re.compile(r"^mailto:\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;/|]+")
_AROUND = " \t\r\n\"'`‘’“”«»<>()[]{}.,;:\u200b\u200e\u200f\u00a0\ufeff"


def address(cell: str) -> str:
    """The address as we keep it. Raises NotUnderstood.

    Two that are the same are one; of two that differ we do not know which the person reads.
    """
    if _PLAIN.fullmatch(cell):
        return cell.lower()
    text = cell.strip(_AROUND)
    if not text:
        raise NotUnderstood(Refusal.NO_ADDRESS)
    if wrapped := _WRAPPED.search(cell.strip()):
        return _one(wrapped[1])
    return _one(_MAILTO.sub("", text))


def _one(text: str) -> str:
    parts = [part for part in _BETWEEN.split(text) if "@" in part]
    if len(parts) < 2:  # noqa: PLR2004 (a pair is what is looked for)
        return _normal(text)
    found = {_normal(part) for part in parts}
    if len(found) > 1:
        raise NotUnderstood(Refusal.SEVERAL_ADDRESSES)
    return found.pop()


def _normal(text: str) -> str:
    try:
        return normalise(_MAILTO.sub("", text.strip(_AROUND)))
    except BadAddress:
        raise NotUnderstood(Refusal.BAD_ADDRESS) from None
