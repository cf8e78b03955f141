"""Which mail addresses we take, and the one form in which we keep them.

Dot-atoms before the @, of the letters of any language (RFC 6531; not every relay takes others than ASCII), and a
public host name after it. Quoted local parts, comments and address literals are refused: nobody subscribes with them,
and every system behind us reads them differently.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Self

LOCAL_LIMIT, ADDRESS_LIMIT, _LABEL_LIMIT = 64, 254, 63
"""Octets. RFC 5321 4.5.3.1: a path has 256 with its brackets, so no domain comes near its own 255."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_ASCII_SIGNS = frozenset(map(chr, range(128)))
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_TOP_LABEL = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029<>]")
_LETTERS = ("L", "M", "N")
_DOTS = re.compile("[\u3002\uff0e\uff61]")


class Flaw(StrEnum):
    """Why an address was refused, for a page that says it in the reader's language."""

    EMPTY = auto()
    FORBIDDEN_SIGN = auto()
    NOT_ONE_AT = auto()
    TOO_LONG = auto()
    LOCAL_BROKEN = auto()
    DOMAIN_BROKEN = auto()
    DOMAIN_WITHOUT_DOT = auto()


_SENTENCES = {
    Flaw.EMPTY: "it is empty",
    Flaw.FORBIDDEN_SIGN: "it holds a space, a line break, a control character or an angle bracket",
    Flaw.NOT_ONE_AT: "it does not hold exactly one @",
    Flaw.TOO_LONG: "it is longer than mail allows (64 before the @, 254 in all)",
    Flaw.LOCAL_BROKEN: "what stands before the @ is not possible",
    Flaw.DOMAIN_BROKEN: "what stands after the @ is not a host name",
    Flaw.DOMAIN_WITHOUT_DOT: "what stands after the @ lacks its ending, such as .org",
}


class BadAddress(ValueError):
    """Nothing can be mailed to it. The message never repeats the address, as it may be logged."""

    def __init__(self, reason: Flaw) -> None:
        super().__init__(f"not a mail address: {_SENTENCES[reason]}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox that passed `parse`: its domain in ASCII and lower case, its letters before the @ composed (NFC)."""

    local: str
    domain: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadAddress."""
        if not text:
            raise BadAddress(Flaw.EMPTY)
        text = unicodedata.normalize("NFC", text)
        if _FORBIDDEN.search(text):
            raise BadAddress(Flaw.FORBIDDEN_SIGN)
        if text.count("@") != 1:
            raise BadAddress(Flaw.NOT_ONE_AT)
        local, domain = text.split("@")
        address = cls(_local(local), _domain(domain))
        if len(str(address).encode()) > ADDRESS_LIMIT:
            raise BadAddress(Flaw.TOO_LONG)
        return address

    @property
    def identity(self) -> str:
        """What tells two people apart: no mail system in use tells Maria@ from maria@."""
        return f"{_lower(self.local)}@{self.domain}"

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name shown beside it, as in From and Reply-To."""

    name: str
    address: Address


def normalise(text: str) -> str:
    """The form in which an address is kept and compared. Raises BadAddress."""
    return Address.parse(text).identity


def _local(text: str) -> str:
    if not _LOCAL.fullmatch(text if text.isascii() else _with_letters_as_a(text)):
        raise BadAddress(Flaw.LOCAL_BROKEN)
    if max(len(text.encode()), len(_lower(text).encode())) > LOCAL_LIMIT:
        raise BadAddress(Flaw.TOO_LONG)
    return text


def _lower(local: str) -> str:
    return local.lower() if local.isascii() else unicodedata.normalize("NFC", local.lower())


def _with_letters_as_a(local: str) -> str:
    """The same shape in ASCII, where all beyond it are letters, marks and digits; others stay, and are refused."""
    return "".join(
        "a" if sign not in _ASCII_SIGNS and unicodedata.category(sign).startswith(_LETTERS) else sign
        for sign in local
    )


def _domain(text: str) -> str:
    labels = [_label(label) for label in _DOTS.sub(".", text).split(".")]
    if len(labels) == 1:
        raise BadAddress(Flaw.DOMAIN_WITHOUT_DOT)
    if not _TOP_LABEL.fullmatch(labels[-1]):
        raise BadAddress(Flaw.DOMAIN_BROKEN)
    return ".".join(labels)


def _label(label: str) -> str:
    label = label.lower() if label.isascii() else _ascii_label(label)
    if len(label) > _LABEL_LIMIT or not _LABEL.fullmatch(label):
        raise BadAddress(Flaw.DOMAIN_BROKEN)
    return label


def _ascii_label(label: str) -> str:
    """The `xn--` form. The standard library's idna codec is the standard of 2003, which reads ß as ss."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).lower())
    if folded.isascii():
        return folded
    if not all(unicodedata.category(sign).startswith(_LETTERS) or sign == "-" for sign in folded):
        raise BadAddress(Flaw.DOMAIN_BROKEN)
    return "xn--" + folded.encode("punycode").decode("ascii")
