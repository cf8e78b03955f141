"""What happens to domains by itself: once in a while DNS is asked, and what is due is done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.domains.dns import Resolver, ask
from newsletter.domains.models import SendingDomain
from newsletter.domains.phases import YEAR, Phase
from newsletter.domains.records import Finding
from newsletter.domains.services.checking import hosts, note
from newsletter.domains.services.rotating import activate, retire, rotate
from newsletter.vault import Vault

WHILE_KEYS_WAIT = timedelta(minutes=10)
OTHERWISE = timedelta(days=1)

Sessions = Callable[[], AbstractContextManager[Session]]
"""Each opens a session of its own that commits at its end."""


def tend(sessions: Sessions, resolver: Resolver, vault: Vault, *, now: datetime) -> None:
    """Make new keys after a year, ask DNS where it is time, sign with keys it shows, and retire old ones.

    Cheap when nothing is due, so it may be called as often as one likes. Of two hosts that find the same domain due,
    one asks: it says so before, and should it die with the answer, it is asked again when it is due the next time.
    """
    with sessions() as session:
        retire(session, now=now)
        due = []
        everyone = select(SendingDomain).order_by(SendingDomain.id).with_for_update(skip_locked=True)
        for domain in session.scalars(everyone):
            if _is_old(domain, now):
                rotate(session, vault, domain=domain, now=now)
            if _is_due(domain, now):
                due.append((domain.id, hosts(domain)))
                domain.checked_at = now
    for domain_id, names in due:
        answers = ask(resolver, names)
        with sessions() as session:
            asked = session.get(SendingDomain, domain_id, with_for_update=True)
            if asked is not None:
                note(session, domain=asked, answers=answers, now=now)
                _activate_if_shown(session, asked, now)


def _is_old(domain: SendingDomain, now: datetime) -> bool:
    ages = [now - key.active_from for key in domain.keys_in(Phase.ACTIVE) if key.active_from]
    return bool(ages) and min(ages) >= YEAR and not domain.keys_in(Phase.WAITING)


def _is_due(domain: SendingDomain, now: datetime) -> bool:
    every = WHILE_KEYS_WAIT if domain.keys_in(Phase.WAITING) else OTHERWISE
    return domain.checked_at is None or now - domain.checked_at >= every


def _activate_if_shown(session: Session, domain: SendingDomain, now: datetime) -> None:
    waiting = domain.keys_in(Phase.WAITING)
    if waiting and all(key.found is Finding.RIGHT for key in waiting):
        activate(session, domain=domain, now=now)
