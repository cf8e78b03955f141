"""Weighing what relays refuse, and stopping a campaign that has too much of it. Only a person lets it go on.

The weight stands on the campaign's row, so that all workers of all hosts add to the same. While nothing is refused
it is nought, and nothing is written.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import NotNow
from newsletter.campaigns.models import Campaign, Halt
from newsletter.campaigns.services.launching import halt
from newsletter.delivery.breaker import ACCEPTED_EASES, LIMIT, TURNED_AWAY_WEIGHS, heaviest, weight, why
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.replies import as_kept

Refusal = tuple[Meaning, str]
"""What a hard no means, and what was said."""


def weigh(session: Session, *, campaign_id: int, accepted: int, refusals: Sequence[Refusal], now: datetime) -> None:
    """Add one set of outcomes: how many were accepted, and what was refused for good."""
    eased = ACCEPTED_EASES * accepted
    if not refusals:
        _ease(session, campaign_id, eased)
    elif _strain(session, campaign_id, sum(weight(meant) for meant, _said in refusals) - eased) >= LIMIT:
        worst = heaviest(meant for meant, _said in refusals)
        _halt(session, campaign_id, why(worst), next(said for meant, said in refusals if meant is worst), now)


def turned_away(session: Session, *, campaign_id: int, said: str, now: datetime) -> None:
    """A relay would not even speak with us: it refused our sign-in, say, or its certificate is not valid."""
    if _strain(session, campaign_id, TURNED_AWAY_WEIGHS) >= LIMIT:
        _halt(session, campaign_id, Halt.TURNED_AWAY, as_kept(0, said), now)


def _ease(session: Session, campaign_id: int, by: int) -> None:
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.strain > 0)
        .values(strain=case((Campaign.strain > by, Campaign.strain - by), else_=0))
        .execution_options(synchronize_session=False)
    )


def _strain(session: Session, campaign_id: int, more: int) -> int:
    return session.scalars(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(strain=case((Campaign.strain + more > 0, Campaign.strain + more), else_=0))
        .returning(Campaign.strain)
        .execution_options(synchronize_session=False)
    ).one()


def _halt(session: Session, campaign_id: int, reason: Halt, said: str, now: datetime) -> None:
    """Once: whoever comes second, or after somebody paused or cancelled it, finds it stopped."""
    campaign = session.get_one(Campaign, campaign_id, populate_existing=True)
    with suppress(NotNow):
        halt(session, campaign=campaign, why=reason, said=said, now=now)
