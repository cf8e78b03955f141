"""What a relay says it can do (RFC 5321 2.2.1), and with it what may stand behind our commands."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Offers:
    """The answer to EHLO; by default that of a relay which knows only HELO."""

    pipelining: bool = False
    starttls: bool = False
    eight_bit: bool = False
    """8BITMIME (RFC 6152): bodies that are not ASCII."""

    smtputf8: bool = False
    """RFC 6531: addresses with other letters than ASCII before the @."""

    counts_bytes: bool = False
    """SIZE (RFC 1870): it wants to hear the size of a mail beforehand."""

    largest_bytes: int = sys.maxsize
    """It takes no larger mail."""

    dsn: bool = False
    """RFC 3461: it can be told which reports we want to have."""

    mechanisms: frozenset[str] = frozenset()
    """Ways to sign in (RFC 4954)."""

    @classmethod
    def read(cls, lines: Iterable[str]) -> Self:
        """From the lines of an answer to EHLO behind its first; what cannot be understood is not offered."""
        offered = dict(_keyword(line) for line in lines)
        return cls(
            pipelining="PIPELINING" in offered,
            starttls="STARTTLS" in offered,
            eight_bit="8BITMIME" in offered,
            smtputf8="SMTPUTF8" in offered,
            counts_bytes="SIZE" in offered,
            largest_bytes=_limit(offered.get("SIZE", "")),
            dsn="DSN" in offered,
            mechanisms=frozenset(offered.get("AUTH", "").split()),
        )


def _keyword(line: str) -> tuple[str, str]:
    """Old relays write `AUTH=LOGIN PLAIN`."""
    keyword, _, parameters = line.strip().upper().replace("=", " ", 1).partition(" ")
    return keyword, parameters.strip()


def _limit(parameter: str) -> int:
    """0 is a relay's way to say that it has none."""
    return (int(parameter) if parameter.isdecimal() and len(parameter) <= 20 else 0) or sys.maxsize  # noqa: PLR2004
