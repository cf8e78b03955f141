"""Keeping a rule under a name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.audiences.looking import look
from newsletter.audiences.models import Segment
from newsletter.audiences.queries import ground
from newsletter.audiences.rule import Rule
from newsletter.audiences.settling import Ground, settled
from newsletter.audiences.walking import segments_in
from newsletter.audiences.written import from_json, to_json
from newsletter.errors import NewsletterError
from newsletter.unions.models import Union

MOST_SEGMENTS = 500
"""Of one union: they are offered in a list wherever one can be used."""


class NameTaken(NewsletterError):
    """Another segment of the union has this name."""


class TooManySegments(NewsletterError):
    """Nobody could choose among more."""


class ChangedMeanwhile(NewsletterError):
    """Somebody else saved it since it was opened."""


class SegmentInUse(NewsletterError):
    """Another segment is made of it; says which."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(f"used by {', '.join(names)}")
        self.names = names


def make(
    session: Session, *, union: Union, within: Collection[int], name: str, rule: Rule, account_id: int, now: datetime
) -> Segment:
    """A new one. Raises NameTaken, TooManySegments, BadRule."""
    if (session.scalar(select(func.count(Segment.id)).where(Segment.union_id == union.id)) or 0) >= MOST_SEGMENTS:
        raise TooManySegments
    _is_free(session, union, name, besides=None)
    check(session, rule, union=union, within=within, now=now)
    made = Segment(
        union_id=union.id,
        name=name,
        rule=to_json(rule),
        made_at=now,
        made_by=account_id,
        changed_at=now,
        changed_by=account_id,
    )
    session.add(made)
    session.flush()
    record(
        session, verb="segment.made", subject_id=made.id, union_id=union.id, now=now, account_id=account_id, name=name
    )
    return made


def change(
    session: Session,
    *,
    segment: Segment,
    union: Union,
    within: Collection[int],
    seen: int,
    name: str,
    rule: Rule,
    account_id: int,
    now: datetime,
) -> Segment:
    """Write it again. Whatever uses it means the new rule from now on.

    Raises NameTaken, ChangedMeanwhile where it is not at the revision that was `seen`, and BadRule.
    """
    session.refresh(segment, with_for_update=True)
    if segment.revision != seen:
        raise ChangedMeanwhile
    _is_free(session, union, name, besides=segment.id)
    check(session, rule, union=union, within=within, now=now, itself=segment.id)
    segment.name, segment.rule, segment.revision = name, to_json(rule), seen + 1
    segment.changed_at, segment.changed_by = now, account_id
    session.flush()
    record(
        session,
        verb="segment.changed",
        subject_id=segment.id,
        union_id=union.id,
        now=now,
        account_id=account_id,
        name=name,
    )
    return segment


def delete(session: Session, *, segment: Segment, account_id: int, now: datetime) -> None:
    """For good. Raises SegmentInUse where another segment uses it; campaigns ask for themselves."""
    others = session.scalars(select(Segment).where(Segment.union_id == segment.union_id, Segment.id != segment.id))
    if names := sorted(one.name for one in others if segment.id in segments_in(from_json(one.rule))):
        raise SegmentInUse(names)
    record(
        session,
        verb="segment.deleted",
        subject_id=segment.id,
        union_id=segment.union_id,
        now=now,
        account_id=account_id,
        name=segment.name,
    )
    session.delete(segment)
    session.flush()


def check(
    session: Session,
    rule: Rule,
    *,
    union: Union,
    within: Collection[int],
    now: datetime,
    itself: int | None = None,
) -> Rule:
    """The rule, settled. Raises BadRule: it names what the union cannot see, or goes round in a circle.

    `itself`: the segment it is to be the rule of.
    """
    from_json(to_json(rule))  # what came from a form is held to what a file is
    look(session, rule, union_id=union.id, within=within)
    there = ground(session, union=union, now=now)
    return settled(rule, Ground(there.today, lambda number: rule if number == itself else there.rule_of(number)))


def _is_free(session: Session, union: Union, name: str, *, besides: int | None) -> None:
    taken = session.scalar(select(Segment.id).where(Segment.union_id == union.id, Segment.name == name))
    if taken is not None and taken != besides:
        raise NameTaken
