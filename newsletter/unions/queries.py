"""Finding unions, their affiliates, locals and senders."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.unions.models import Local, SenderIdentity, Union, UnionKind


def alliance(session: Session) -> Union:
    """The one row that stands for the alliance."""
    return session.scalars(select(Union).where(Union.kind == UnionKind.ALLIANCE)).one()


def by_slug(session: Session, slug: str) -> Union | None:
    """The union of a public address."""
    return session.scalar(select(Union).where(Union.slug == slug))


def everyone(session: Session) -> Sequence[Union]:
    """The alliance first, then unions and affiliates by name."""
    return session.scalars(select(Union).order_by(Union.kind, Union.short_name)).all()


def with_affiliates(session: Session, union_ids: Collection[int]) -> set[int]:
    """These unions and, however deep, the affiliates under them."""
    tree = select(Union.id).where(Union.id.in_(union_ids)).cte("tree", recursive=True)
    tree = tree.union(select(Union.id).join(tree, Union.parent_id == tree.c.id))
    return set(session.scalars(select(tree.c.id)))


def locals_of(session: Session, union_id: int) -> Sequence[Local]:
    """A union's locals by number."""
    return session.scalars(select(Local).where(Local.union_id == union_id).order_by(Local.number)).all()


def default_sender(session: Session, union_id: int) -> SenderIdentity:
    """Whom a union's mail comes from unless somebody chose otherwise."""
    return session.scalars(
        select(SenderIdentity).where(SenderIdentity.union_id == union_id, SenderIdentity.is_default)
    ).one()


def senders(session: Session, union_id: int) -> Sequence[SenderIdentity]:
    """Whom a union's mail may come from, the default first."""
    return session.scalars(
        select(SenderIdentity)
        .where(SenderIdentity.union_id == union_id)
        .order_by(SenderIdentity.is_default.desc(), SenderIdentity.name)
    ).all()


def affiliates(session: Session, union_id: int) -> Sequence[Union]:
    """The unions directly under this one."""
    return session.scalars(select(Union).where(Union.parent_id == union_id).order_by(Union.short_name)).all()
