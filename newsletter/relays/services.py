"""Adding and changing relays. Secrets come in once and never go out again but to the relay."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.relays import queries
from newsletter.relays.details import BadDetails, Flaw, RelayDetails
from newsletter.relays.models import Relay
from newsletter.vault import Resealing, Vault


def add(
    session: Session,
    vault: Vault,
    *,
    union_id: int,
    details: RelayDetails,
    secret: str = "",
    key: str = "",
    account_id: int | None = None,
    now: datetime,
) -> Relay:
    """Take a relay in, and into use. Raises BadDetails."""
    details.check(secret=secret, key=key)
    _refuse_same_name(session, union_id, details.name)
    relay = Relay(union_id=union_id, created_at=now)
    _write(relay, vault, details, secret, key)
    session.add(relay)
    session.flush()
    _log(session, "relay.added", relay, account_id, now)
    return relay


def change(
    session: Session,
    vault: Vault,
    *,
    relay: Relay,
    details: RelayDetails,
    secret: str = "",
    key: str = "",
    account_id: int | None = None,
    now: datetime,
) -> None:
    """Say it anew; an empty secret or key leaves the one there is, unless it could now reach somebody else.

    Raises BadDetails, SealedUnderAnotherKey.
    """
    secret = secret or _kept_secret(vault, relay, details)
    key = key or (_opened(vault, relay.sealed_key) if details.certificate else "")
    details.check(secret=secret, key=key)
    _refuse_same_name(session, relay.union_id, details.name, relay)
    _write(relay, vault, details, secret, key)
    session.flush()
    _log(session, "relay.changed", relay, account_id, now)


def enable(session: Session, *, relay: Relay, account_id: int | None = None, now: datetime) -> None:
    """Let mail go through it again."""
    relay.enabled = True
    session.flush()
    _log(session, "relay.enabled", relay, account_id, now)


def disable(session: Session, *, relay: Relay, account_id: int | None = None, now: datetime) -> None:
    """Hand it no more mail; what it was told stays."""
    relay.enabled = False
    session.flush()
    _log(session, "relay.disabled", relay, account_id, now)


def reseal(session: Session, resealing: Resealing) -> None:
    """Seal every password and key anew, after SECRET_KEY was changed."""
    for relay in session.scalars(select(Relay).with_for_update()):
        relay.sealed_secret = resealing.again(relay.sealed_secret, name=f"The password of the relay {relay.name}")
        relay.sealed_key = resealing.again(relay.sealed_key, name=f"The key to the certificate for {relay.name}")
    session.flush()


def _write(relay: Relay, vault: Vault, details: RelayDetails, secret: str, key: str) -> None:
    for name, value in asdict(details).items():
        setattr(relay, name, value)
    relay.sealed_secret = vault.seal(secret.encode()) if details.username else None
    relay.sealed_key = vault.seal(key.encode()) if key else None


def _kept_secret(vault: Vault, relay: Relay, details: RelayDetails) -> str:
    if not details.username or not relay.sealed_secret:
        return ""
    if (details.host, details.authorities) != (relay.host, relay.authorities):
        raise BadDetails("secret", Flaw.SECRET_AGAIN)
    return _opened(vault, relay.sealed_secret)


def _opened(vault: Vault, sealed: str | None) -> str:
    return vault.open(sealed).decode() if sealed else ""


def _refuse_same_name(session: Session, union_id: int, name: str, relay: Relay | None = None) -> None:
    if (found := queries.by_name(session, union_id=union_id, name=name)) and found is not relay:
        raise BadDetails("name", Flaw.NAME_TAKEN)


def _log(session: Session, verb: str, relay: Relay, account_id: int | None, now: datetime) -> None:
    record(
        session,
        verb=verb,
        subject_id=relay.id,
        union_id=relay.union_id,
        account_id=account_id,
        now=now,
        name=relay.name,
        host=relay.host,
    )
