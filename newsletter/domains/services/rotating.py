"""Old keys out, new keys in, with never a moment in which a mail cannot be verified.

New keys wait until DNS shows both; then they sign, and the old ones rest with their records where they are until the
last mail they signed has run out; then their private halves are forgotten and their records may go.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.domains.models import DkimKey, SendingDomain
from newsletter.domains.phases import REST, Phase
from newsletter.domains.records import Finding
from newsletter.domains.services.making import make_keys
from newsletter.errors import NewsletterError
from newsletter.vault import Vault


class NotInDns(NewsletterError):
    """DNS did not show a key when it was asked last."""


class NothingWaits(NewsletterError):
    """There are no new keys to sign with."""


class KeysWait(NewsletterError):
    """New keys wait for DNS already."""


def rotate(
    session: Session, vault: Vault, *, domain: SendingDomain, account_id: int | None = None, now: datetime
) -> None:
    """Make new keys, to be published. Raises KeysWait."""
    if domain.keys_in(Phase.WAITING):
        raise KeysWait(f"{domain.name} has new keys already: publish their records first.")
    make_keys(session, vault, domain=domain, now=now)
    _log(session, "domain.keys_made", domain, account_id, now)


def activate(session: Session, *, domain: SendingDomain, account_id: int | None = None, now: datetime) -> None:
    """Sign with the waiting keys from now on, as DNS showed both at the last check. Raises NothingWaits, NotInDns."""
    waiting = domain.keys_in(Phase.WAITING)
    if not waiting:
        raise NothingWaits(f"{domain.name} has no new keys.")
    missing = [key.host for key in waiting if key.found is not Finding.RIGHT]
    if missing:
        raise NotInDns(f"DNS does not show {' and '.join(missing)} yet. Publish what is missing, and check again.")
    for key in domain.keys_in(Phase.ACTIVE):
        key.active_until = now
    for key in waiting:
        key.active_from = now
    _log(session, "domain.keys_activated", domain, account_id, now)


def retire(session: Session, *, now: datetime) -> int:
    """Forget the private half of keys whose mails have all run out; how many there were."""
    over = session.scalars(
        select(DkimKey).where(DkimKey.active_until <= now - REST, DkimKey.retired_at.is_(None))
    ).all()
    for key in over:
        key.retired_at, key.sealed = now, None
        _log(session, "domain.key_retired", key.domain, None, now)
    return len(over)


def _log(session: Session, verb: str, domain: SendingDomain, account_id: int | None, now: datetime) -> None:
    session.flush()
    record(session, verb=verb, subject_id=domain.id, union_id=domain.union_id, account_id=account_id, now=now)
