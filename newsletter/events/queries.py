"""Finding events for staff: those their union holds, and public ones of the alliance to invite to."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from newsletter.errors import NotVisible
from newsletter.events.models import Answer, Event, Rsvp
from newsletter.subscribers.models import Membership
from newsletter.unions.models import Union, UnionKind


def own_event(session: Session, *, union_ids: Collection[int], event_id: int) -> Event:
    """An event these unions hold. Raises NotVisible."""
    event = session.scalar(select(Event).where(Event.id == event_id, Event.union_id.in_(union_ids)))
    if event is None:
        raise NotVisible
    return event


def visible_event(session: Session, *, union_id: int, event_id: int) -> Event:
    """An event this union holds or may invite to. Raises NotVisible."""
    event = session.scalar(select(Event).join(Union).where(Event.id == event_id, _open_to(union_id)))
    if event is None:
        raise NotVisible
    return event


def page(session: Session, *, union_id: int, before: Event | None = None, limit: int = 25) -> Sequence[Event]:
    """Events a union holds or may invite to, the last to begin first, from behind one of them."""
    found = select(Event).join(Union).where(_open_to(union_id)).limit(limit)
    if before is not None:
        found = found.where(tuple_(Event.starts_at, Event.id) < (before.starts_at, before.id))
    return session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc())).all()


def coming(session: Session, *, union_id: int, now: datetime) -> Sequence[Event]:
    """What is not over yet, the next first."""
    return session.scalars(
        select(Event).join(Union).where(_open_to(union_id), Event.ends_at > now).order_by(Event.starts_at)
    ).all()


def answers(session: Session, *, event_id: int, union_ids: Collection[int] | None) -> dict[Answer, int]:
    """How many said what, of the people of these unions or of all."""
    said = select(Rsvp.answer, func.count()).where(Rsvp.event_id == event_id).group_by(Rsvp.answer)
    if union_ids is not None:
        said = said.where(Rsvp.union_id.in_(union_ids))
    return dict(session.execute(said).all())


def guests(
    session: Session, *, event_id: int, union_id: int, behind: int = 0, limit: int = 50
) -> Sequence[tuple[Rsvp, Membership | None]]:
    """The answers of a union's own people, behind this person; who the others are is not its to see."""
    return [
        (rsvp, membership)
        for rsvp, membership in session.execute(
            select(Rsvp, Membership)
            .outerjoin(
                Membership,
                and_(Membership.subscriber_id == Rsvp.subscriber_id, Membership.union_id == Rsvp.union_id),
            )
            .where(Rsvp.event_id == event_id, Rsvp.union_id == union_id, Rsvp.subscriber_id > behind)
            .order_by(Rsvp.subscriber_id)
            .limit(limit)
        )
    ]


def said_by(session: Session, *, subscriber_id: int, union_ids: Collection[int]) -> Sequence[Rsvp]:
    """What a person answered to invitations through these unions, the last first."""
    return session.scalars(
        select(Rsvp)
        .where(Rsvp.subscriber_id == subscriber_id, Rsvp.union_id.in_(union_ids))
        .options(joinedload(Rsvp.event).joinedload(Event.union))
        .order_by(Rsvp.answered_at.desc())
    ).all()


def _open_to(union_id: int) -> ColumnElement[bool]:
    return or_(Event.union_id == union_id, Event.is_public & (Union.kind == UnionKind.ALLIANCE))
