"""One real recipient of a share, to look at a campaign with their eyes."""

import random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.audiences import Plan, people
from newsletter.audiences.reasons import HOLDING
from newsletter.subscribers.models import Membership

AT_ONCE = 500
"""Candidates looked at in one statement, so that a million members are never ranked for one preview."""

MOST_TURNS = 8
"""Then the share is as good as empty."""


def next_recipient(session: Session, plan: Plan, *, union_id: int, language: str, after: int) -> int | None:
    """The first person of the share behind this number. Index: ix_membership_union_id_subscriber_id."""
    for _turn in range(MOST_TURNS):
        candidates = session.scalars(
            select(Membership.subscriber_id)
            .where(Membership.union_id == union_id, Membership.subscriber_id > after)
            .order_by(Membership.subscriber_id)
            .limit(AT_ONCE)
        ).all()
        if not candidates:
            return None
        found = _first_among(session, plan, list(candidates), union_id, language)
        if found is not None:
            return found
        after = candidates[-1]
    return None


def random_recipient(session: Session, plan: Plan, *, union_id: int, language: str) -> int | None:
    """Anybody of the share."""
    last = session.scalar(select(func.max(Membership.subscriber_id)).where(Membership.union_id == union_id)) or 0
    start = random.randint(0, last)  # noqa: S311 (which member staff look at is no secret)
    return next_recipient(session, plan, union_id=union_id, language=language, after=start) or next_recipient(
        session, plan, union_id=union_id, language=language, after=0
    )


def is_recipient(session: Session, plan: Plan, *, union_id: int, language: str, subscriber_id: int) -> bool:
    """Whether this person is one of the share."""
    return _first_among(session, plan, [subscriber_id], union_id, language) is not None


def _first_among(session: Session, plan: Plan, candidates: list[int], union_id: int, language: str) -> int | None:
    if not plan.languages:
        return None
    person = people(plan, among=candidates).subquery("person")
    return session.scalar(
        select(person.c.subscriber_id)
        .where(
            person.c.union_id == union_id,
            person.c.language == language,
            person.c.reason.is_(None) | person.c.reason.in_(list(HOLDING)),
        )
        .order_by(person.c.subscriber_id)
        .limit(1)
    )
