"""Finding relays, and the ways a union's mail goes out."""

import logging
import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsletter.errors import NotVisible
from newsletter.mail import smtp
from newsletter.mail.route import Route
from newsletter.relays.models import Relay
from newsletter.unions.models import Union, UnionKind
from newsletter.vault import SealedUnderAnotherKey, Vault

log = logging.getLogger(__name__)


def of_union(session: Session, union_id: int) -> Sequence[Relay]:
    """A union's relays in the order in which they take over from each other."""
    return session.scalars(select(Relay).filter_by(union_id=union_id).order_by(Relay.position, Relay.id)).all()


def own_relay(session: Session, *, union_id: int, relay_id: int) -> Relay:
    """A union's relay by number. Raises NotVisible."""
    found = session.scalar(select(Relay).filter_by(id=relay_id, union_id=union_id))
    if found is None:
        raise NotVisible
    return found


def by_name(session: Session, *, union_id: int, name: str) -> Relay | None:
    """A union's relay by name."""
    return session.scalar(select(Relay).filter_by(union_id=union_id, name=name))


def routes(
    session: Session, vault: Vault, *, union_id: int, default: Route, draw: Callable[[], float] = random.random
) -> Sequence[Route]:
    """The ways a union's mail goes out, in the order to try: one by weight, and behind it those that take over.

    The union's own relays; where it has none in use the alliance's; where there is none either, the default. A relay
    whose secret cannot be read is left out, and said so. Raises SealedUnderAnotherKey when no other is left.
    """
    relays = _in_use(session, union_id)
    if not relays:
        return [default]
    ways = list(_readable(_by_weight(relays, draw), vault))
    if not ways:
        raise SealedUnderAnotherKey(
            "No relay's secret can be read: SECRET_KEY was changed since. Give the old one too, or enter them again."
        )
    return ways


def shares(session: Session, union_id: int) -> Mapping[int, float]:
    """Which part of a union's mail goes by which relay, by number; the default is 0."""
    relays = _in_use(session, union_id)
    if not relays:
        return {0: 1.0}
    together = sum(relay.weight for relay in relays)
    if not together:
        return {relays[0].id: 1.0}
    return {relay.id: relay.weight / together for relay in relays if relay.weight}


def route(relay: Relay, vault: Vault) -> Route:
    """A relay with its secrets, ready to send by. Raises SealedUnderAnotherKey."""
    return Route(
        name=relay.name,
        relay=smtp.Relay(
            host=relay.host,
            port=relay.port,
            tls=relay.tls,
            username=relay.username,
            password=_opened(vault, relay.sealed_secret),
            hello=relay.hello,
            authorities=relay.authorities,
            auth=relay.auth,
            certificate=relay.certificate,
            key=_opened(vault, relay.sealed_key),
            notify=relay.notify,
            mails_per_connection=relay.mails_per_connection,
        ),
        connections=relay.connections,
        connections_in_all=relay.connections_in_all,
        number=relay.id,
        timeouts=smtp.Timeouts(command_s=relay.command_s, idle_s=relay.idle_s),
        signs=relay.signs_dkim,
    )


def _in_use(session: Session, union_id: int) -> list[Relay]:
    found = session.scalars(
        select(Relay)
        .join(Relay.union)
        .where(Relay.enabled, or_(Relay.union_id == union_id, Union.kind == UnionKind.ALLIANCE))
        .order_by(Relay.position, Relay.id)
    ).all()
    return [relay for relay in found if relay.union_id == union_id] or list(found)


def _by_weight(relays: list[Relay], draw: Callable[[], float]) -> list[Relay]:
    mark = draw() * sum(relay.weight for relay in relays)
    for relay in relays:
        mark -= relay.weight
        if mark < 0:
            return [relay, *(other for other in relays if other is not relay)]
    return relays


def _readable(relays: list[Relay], vault: Vault) -> Iterator[Route]:
    for relay in relays:
        try:
            yield route(relay, vault)
        except SealedUnderAnotherKey as problem:
            log.warning("relay %s is left out: %s", relay.id, problem)


def _opened(vault: Vault, sealed: str | None) -> str:
    return vault.open(sealed).decode() if sealed else ""
