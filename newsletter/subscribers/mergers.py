"""What became of lists that were merged, so that an old mail's leaving and a late yes reach where they belong."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.errors import NotVisible
from newsletter.subscribers.models import ListMerge, MailingList
from newsletter.unions.models import Union


def merged_into(session: Session, list_id: int) -> list[int]:
    """The list it became part of, the one that became part of, and so on; none for most."""
    chain: list[int] = []
    while target := session.scalar(select(ListMerge.target_id).filter_by(source_id=([list_id, *chain])[-1])):
        chain.append(target)
    return chain


def today(session: Session, list_ids: Collection[int]) -> dict[int, int]:
    """Which list each of these is today. One that was archived, and merged into none, is left out."""
    known = {one.id: one for one in session.scalars(select(MailingList).where(MailingList.id.in_(list_ids)))}
    ends: dict[int, int] = {}
    for list_id, found in known.items():
        chain = [] if found.is_open else merged_into(session, list_id)
        end = session.get(MailingList, chain[-1]) if chain else found
        if end and end.is_open:
            ends[list_id] = end.id
    return ends


def of_list(session: Session, list_id: int) -> ListMerge | None:
    """The merger by which it went into another one."""
    return session.scalar(select(ListMerge).filter_by(source_id=list_id))


def sources(session: Session, list_id: int) -> Sequence[ListMerge]:
    """The mergers by which others went into it, the last first."""
    return session.scalars(
        select(ListMerge).filter_by(target_id=list_id).order_by(ListMerge.asked_at.desc(), ListMerge.id.desc())
    ).all()


def own_list(session: Session, *, union: Union, list_id: int) -> MailingList:
    """A list this union owns. Raises NotVisible."""
    found = session.scalar(select(MailingList).filter_by(id=list_id, union_id=union.id))
    if found is None:
        raise NotVisible
    return found
