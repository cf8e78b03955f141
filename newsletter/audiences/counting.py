"""How many, by union and language, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.audiences.plan import Plan, people
from newsletter.audiences.reasons import HOLDING, Reason
from newsletter.fence import beyond


@dataclass(frozen=True)
class Share:
    """The people of one union in one language for whom the same is true."""

    union_id: int
    language: str
    reason: Reason | None
    count: int

    @property
    def is_held(self) -> bool:
        """Waits for something that may still come."""
        return self.reason in HOLDING

    @property
    def is_suppressed(self) -> bool:
        """Not mailed, for good."""
        return self.reason is not None and not self.is_held


def counts(session: Session, plan: Plan) -> Sequence[Share]:
    """Everybody in the audience once, in shares; empty where a campaign has no languages or lists yet."""
    if not plan.languages or not plan.audience.list_ids:
        return []
    found = people(plan).subquery("person")
    counted = (
        select(found.c.union_id, found.c.language, found.c.reason, func.count())
        .group_by(found.c.union_id, found.c.language, found.c.reason)
        .order_by(found.c.union_id, found.c.language, found.c.reason.nulls_first())
    )
    with beyond(session):  # through which union somebody gets their one copy takes all their memberships to say
        rows = session.execute(counted).all()
    return [Share(union, language, Reason(why) if why else None, count) for union, language, why, count in rows]
