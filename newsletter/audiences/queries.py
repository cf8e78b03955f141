"""Finding segments, and the ground on which a union's rules are settled."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.audiences.models import Segment
from newsletter.audiences.rule import Rule
from newsletter.audiences.settling import Ground
from newsletter.audiences.when import Today
from newsletter.audiences.written import from_json
from newsletter.errors import NotVisible
from newsletter.fence import beyond
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance
from newsletter.unions.zones import usual_zone


def segments(session: Session, *, union_id: int) -> Sequence[Segment]:
    """A union's own by name; there are no more than `services.saving.MOST_SEGMENTS`."""
    return session.scalars(select(Segment).where(Segment.union_id == union_id).order_by(Segment.name)).all()


def own_segment(session: Session, *, union_ids: Collection[int], segment_id: int) -> Segment:
    """One of these unions'. Raises NotVisible."""
    found = session.scalar(select(Segment).where(Segment.id == segment_id, Segment.union_id.in_(union_ids)))
    if found is None:
        raise NotVisible
    return found


def ground(session: Session, *, union: Union, now: datetime) -> Ground:
    """For a union's rules: its calendar and its segments, which are read where a rule names one.

    Another union's staff look at a joint campaign, too, whose rule is settled by whose it is: beyond their fence.
    """
    return Ground(
        Today.at(now, usual_zone(union, alliance(session))), lambda number: _rule_of(session, union.id, number)
    )


def _rule_of(session: Session, union_id: int, segment_id: int) -> Rule | None:
    with beyond(session):
        written = session.scalar(select(Segment.rule).where(Segment.id == segment_id, Segment.union_id == union_id))
    return None if written is None else from_json(written)
