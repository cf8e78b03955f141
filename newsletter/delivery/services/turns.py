"""Whose turn it is: several campaigns share the workers fairly, by union.

Each job is one turn. It names a batch, but the queue is as long as the largest campaign: where the union that sends
it has more workers than another one whose batches wait, or had its turn later, the other's next batch is taken
instead. That one's own job comes later, finds it done, and is a turn for whoever is worse off then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery.models import Batch, BatchState
from newsletter.delivery.services.claiming import Claim, claim

LOOKS = 5
"""How often one worker looks again whose choice was taken by another at the same moment."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Turn(NamedTuple):
    """A batch."""

    campaign_id: int
    number: int


@dataclass(frozen=True)
class Standing:
    """How a campaign that is sending fares."""

    campaign_id: int
    union_id: int
    next_number: int | None
    """Of the first batch that waits for a worker; None where none does."""

    at_work: int
    """Workers that have a batch of it."""

    last_turn: datetime | None


def take_turn(session: Session, *, campaign_id: int, number: int | None, now: datetime) -> Claim | None:
    """Take up the batch whose job came, or the next one of whoever is worse off; None where nothing waits.

    As long as no other union waits that is the batch named, unless it is done already; where none is named it is the
    next one of the campaign.
    """
    named = None if number is None else Turn(campaign_id, number)
    for looks in range(LOOKS):
        campaigns = _standings(session, now)
        chosen = neediest(campaigns, named=campaign_id)
        wanted = named if named and looks == 0 and _may_have(campaigns, campaign_id, chosen) else _next(chosen)
        if wanted is None:
            return None
        if taken := claim(session, campaign_id=wanted.campaign_id, number=wanted.number, now=now):
            return taken
    return None


def neediest(campaigns: Sequence[Standing], *, named: int) -> Standing | None:
    """The campaign to be served, of those with a batch that waits.

    The union with the fewest workers comes first, then whoever had its last turn first, then the campaign named.
    """
    at_work, last_turn = _by_union(campaigns)
    return min(
        (one for one in campaigns if one.next_number is not None),
        key=lambda one: (at_work[one.union_id], last_turn[one.union_id], one.campaign_id != named, one.campaign_id),
        default=None,
    )


def _by_union(campaigns: Iterable[Standing]) -> tuple[Mapping[int, int], Mapping[int, datetime]]:
    at_work: dict[int, int] = {}
    last_turn: dict[int, datetime] = {}
    for one in campaigns:
        at_work[one.union_id] = at_work.get(one.union_id, 0) + one.at_work
        last_turn[one.union_id] = max(last_turn.get(one.union_id, _NEVER), one.last_turn or _NEVER)
    return at_work, last_turn


def _may_have(campaigns: Sequence[Standing], campaign_id: int, chosen: Standing | None) -> bool:
    """Whether the batch named is looked at first: nobody is worse off, or its campaign is not sending now."""
    named = next((one for one in campaigns if one.campaign_id == campaign_id), None)
    return named is None or chosen is None or named.union_id == chosen.union_id


def _next(chosen: Standing | None) -> Turn | None:
    return Turn(chosen.campaign_id, chosen.next_number) if chosen and chosen.next_number is not None else None


def _standings(session: Session, now: datetime) -> Sequence[Standing]:
    """Of the few campaigns that are sending. What rests after a trouble does not wait for a worker.

    Indexes: ix_batch_campaign_id_state_number, ix_batch_campaign_id_taken_at.
    """
    of_it = Batch.campaign_id == Campaign.id
    rested = or_(Batch.problem.is_(None), Batch.due_at <= now)
    rows = session.execute(
        select(
            Campaign.id,
            Campaign.union_id,
            select(func.min(Batch.number)).where(of_it, Batch.state == BatchState.QUEUED, rested).scalar_subquery(),
            select(func.count()).where(of_it, Batch.state == BatchState.SENDING).scalar_subquery(),
            select(func.max(Batch.taken_at)).where(of_it).scalar_subquery(),
        ).where(Campaign.state == State.SENDING)
    )
    return [Standing(*row) for row in rows]
