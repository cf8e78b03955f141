"""Asking DNS for texts, and for who takes mail."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import dns.exception
import dns.resolver
from dns.rdatatype import MX, TXT, RdataType

PATIENCE_S = 4.0
"""For one name, all servers and attempts together."""

PATIENCE_FOR_ALL_S = 12.0
"""Somebody looks at a page that loads."""

Texts = tuple[str, ...]


class Silent(Exception):
    """DNS gave no answer: nobody knows what the name says."""


class Resolver(Protocol):
    """Says what stands under a name."""

    def texts(self, host: str) -> Texts:
        """Its TXT records, each as one string; none if there are none. Raises Silent."""

    def exchangers(self, domain: str) -> Texts:
        """Who takes its mail (MX, RFC 5321 section 5.1), the first choice first. Raises Silent."""


@dataclass(frozen=True)
class Dns:
    """The resolvers of this machine, or one server."""

    server: str = ""
    """Its IP address; empty: what this machine is set up to ask."""

    port: int = 53

    def texts(self, host: str) -> Texts:
        """See Resolver."""
        return tuple(b"".join(one.strings).decode("utf-8", "replace") for one in self._answer(host, TXT))

    def exchangers(self, domain: str) -> Texts:
        """See Resolver."""
        found = sorted(self._answer(domain, MX), key=lambda one: one.preference)
        return tuple(one.exchange.to_text(omit_final_dot=True).lower() for one in found)

    def _answer(self, host: str, kind: RdataType) -> Iterable[Any]:
        try:
            return self._resolver().resolve(host, kind, search=False, lifetime=PATIENCE_S)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as problem:
            raise Silent(" ".join(str(problem).split())) from None

    def _resolver(self) -> dns.resolver.Resolver:
        made = dns.resolver.Resolver(configure=not self.server)
        if self.server:
            made.nameservers, made.port = [self.server], self.port
        return made


Answers = Mapping[str, Texts]
"""What DNS said, by name. A name that is not in it got no answer."""


def ask(resolver: Resolver, hosts: Iterable[str]) -> Answers:
    """Ask for all of them, within PATIENCE_FOR_ALL_S; with no transaction open, since this may take that long."""
    answers: dict[str, Texts] = {}
    deadline = time.monotonic() + PATIENCE_FOR_ALL_S
    for host in dict.fromkeys(hosts):
        if time.monotonic() > deadline:
            break
        with suppress(Silent):
            answers[host] = resolver.texts(host)
    return answers


def first_with_texts(answers: Answers, hosts: Sequence[str]) -> Texts | None:
    """The nearest of these names that says anything; None as soon as one got no answer."""
    for host in hosts:
        if host not in answers:
            return None
        if answers[host]:
            return answers[host]
    return ()
