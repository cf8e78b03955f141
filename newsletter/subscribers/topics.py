"""What a person may choose among."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsletter.subscribers.models import ConsentWording, MailingList
from newsletter.unions.models import Union, UnionKind


def offered(session: Session, union_ids: Collection[int]) -> Sequence[MailingList]:
    """The public lists of the alliance and of these unions, in the order of the sign-up page."""
    return session.scalars(
        select(MailingList)
        .join(Union)
        .where(MailingList.is_public, or_(Union.kind == UnionKind.ALLIANCE, Union.id.in_(union_ids)))
        .order_by(Union.kind, MailingList.position, MailingList.id)
    ).all()


def current_wording(session: Session, language: str) -> ConsentWording:
    """The words shown today in a language, else in English."""
    newest = select(ConsentWording).order_by(ConsentWording.version.desc()).limit(1)
    return (
        session.scalar(newest.where(ConsentWording.language == language))
        or session.scalars(newest.where(ConsentWording.language == "en")).one()
    )
