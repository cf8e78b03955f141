"""Which lists a union may write to, and so sees: as a condition on rows of MailingList."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from newsletter.subscribers.models import MailedBy, MailingList
from newsletter.unions.models import Union


def writable_by(union_ids: Collection[int]) -> ColumnElement[bool]:
    """True for lists to which any of these unions may write: its own, its parents' where they let it, and topics."""
    return or_(
        MailingList.union_id.in_(union_ids),
        MailingList.mailed_by == MailedBy.ALLIANCE,
        and_(MailingList.mailed_by == MailedBy.AFFILIATES, MailingList.union_id.in_(_parents(union_ids))),
    )


def _parents(union_ids: Collection[int]) -> Select[int]:
    above = select(Union.id, Union.parent_id).where(Union.id.in_(union_ids)).cte(recursive=True)
    parent = aliased(Union)
    above = above.union(select(parent.id, parent.parent_id).join(above, above.c.parent_id == parent.id))
    return select(above.c.id)
