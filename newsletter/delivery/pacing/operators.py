"""Who really takes a mail: a handful of operators hold most mailboxes, under thousands of domains.

They count and slow down by operator and not by domain, as Google says openly. Which one it is stands in DNS (MX);
until that is known, and for those who need no DNS to be known, the domain says it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

USUAL_PAUSE_S = 600.0

USUAL_CONNECTIONS = 10
"""How many mail servers open to somebody they know nothing of, as KumoMTA ships; so are the others' below."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One that mail is paced for."""

    name: str
    """As in limits and keys."""

    title: str
    domains: tuple[str, ...]
    exchangers: tuple[str, ...]
    """How the names of its mail servers end."""

    connections: int = USUAL_CONNECTIONS
    """How many at a time it takes well."""

    pause_s: float = USUAL_PAUSE_S
    """How long it gets nothing after it asked for less."""


OPERATORS = (
    Operator(
        "google",
        "Gmail",
        ("gmail.com", "googlemail.com"),
        ("google.com", "googlemail.com", "smtp.goog"),
        connections=5,
    ),
    Operator(
        "microsoft",
        "Outlook",
        (
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "hotmail.ca",
            "live.ca",
            "hotmail.fr",
            "outlook.fr",
            "outlook.es",
            "hotmail.es",
            "live.com.mx",
            "hotmail.com.mx",
        ),
        ("outlook.com", "hotmail.com", "mx.microsoft"),
        connections=5,
    ),
    Operator(
        "yahoo",
        "Yahoo",
        (
            "yahoo.com",
            "yahoo.ca",
            "yahoo.fr",
            "yahoo.es",
            "yahoo.com.mx",
            "ymail.com",
            "rocketmail.com",
            "aol.com",
            "verizon.net",
            "att.net",
            "sbcglobal.net",
            "bellsouth.net",
            "rogers.com",
        ),
        ("yahoodns.net",),
        pause_s=7200.0,  # after a TSS04 it takes nothing for two hours
    ),
    Operator("icloud", "iCloud", ("icloud.com", "me.com", "mac.com"), ("icloud.com", "apple.com")),
    Operator("comcast", "Comcast", ("comcast.net",), ("comcast.net",), connections=25),
    Operator("orange", "Orange", ("orange.fr", "wanadoo.fr"), ("orange.fr",), connections=2),
    Operator("bell", "Bell", ("bell.net", "sympatico.ca"), ("bell.net",)),
    Operator("gmx", "GMX", ("gmx.com", "gmx.net", "gmx.de", "mail.com"), ("gmx.net", "mail.com")),
    Operator("proton", "Proton", ("proton.me", "protonmail.com", "pm.me"), ("protonmail.ch",)),
)

_BY_DOMAIN = {domain: one for one in OPERATORS for domain in one.domains}
_BY_NAME = {one.name: one for one in OPERATORS}


def by_domain(domain: str) -> str:
    """The operator's name; a domain that is not in the table is an operator of its own."""
    found = _BY_DOMAIN.get(domain)
    return found.name if found else domain


def by_exchangers(domain: str, exchangers: Iterable[str]) -> str:
    """The same for a domain whose mail servers DNS told."""
    for exchanger in exchangers:
        host = exchanger.rstrip(".").lower()
        for one in OPERATORS:
            if any(host == end or host.endswith("." + end) for end in one.exchangers):
                return one.name
    return by_domain(domain)


def known_domains() -> Iterable[str]:
    """Those for which nobody has to be asked."""
    return _BY_DOMAIN


def known(operator: str) -> Operator | None:
    """What stands here of it; None for a domain that is an operator of its own."""
    return _BY_NAME.get(operator)


def pause_s(operator: str) -> float:
    """How long to pause when this one asks for less."""
    found = known(operator)
    return found.pause_s if found else USUAL_PAUSE_S


def title(operator: str) -> str:
    """As people know it."""
    found = known(operator)
    return found.title if found else operator
