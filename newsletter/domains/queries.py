"""Finding domains and the keys that sign for them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from newsletter.domains.models import DkimKey, SendingDomain
from newsletter.errors import NotVisible
from newsletter.mail.dkim import SigningKey
from newsletter.vault import Vault


def of_union(session: Session, union_id: int) -> Sequence[SendingDomain]:
    """A union's domains by name, with their keys."""
    return session.scalars(
        select(SendingDomain)
        .where(SendingDomain.union_id == union_id)
        .order_by(SendingDomain.name)
        .options(selectinload(SendingDomain.keys))
    ).all()


def own_domain(session: Session, *, union_id: int, domain_id: int) -> SendingDomain:
    """A union's domain by number. Raises NotVisible."""
    found = session.scalar(select(SendingDomain).filter_by(id=domain_id, union_id=union_id))
    if found is None:
        raise NotVisible
    return found


def by_name(session: Session, *, union_id: int, name: str) -> SendingDomain | None:
    """A union's domain by name."""
    return session.scalar(select(SendingDomain).filter_by(union_id=union_id, name=name))


def signing_keys(
    session: Session, vault: Vault, *, union_id: int, name: str, relay_signs: bool = False
) -> tuple[SigningKey, ...]:
    """What a union's mail from this domain is signed with; nothing where the relay does it, or DNS shows no key yet.

    Raises SealedUnderAnotherKey: mail that goes out unsigned by mistake would cost the domain its good name.
    """
    if relay_signs:
        return ()
    kept = session.scalars(
        select(DkimKey)
        .join(DkimKey.domain)
        .where(
            SendingDomain.union_id == union_id,
            SendingDomain.name == name,
            DkimKey.active_from.is_not(None),
            DkimKey.active_until.is_(None),
        )
        .order_by(DkimKey.id)
    )
    return tuple(
        SigningKey.load(vault.open(key.sealed), domain=name, selector=key.selector) for key in kept if key.sealed
    )
