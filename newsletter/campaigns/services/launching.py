"""Launching a campaign and steering it on its way.

Every step is one conditional UPDATE from the state the table in `lifecycle` knows, so of two clicks, or of a click
and a worker, one wins and the other is told.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum, auto

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.audiences import Audience
from newsletter.campaigns.lifecycle import Event, NotNow, after
from newsletter.campaigns.models import Campaign, Halt
from newsletter.campaigns.services.approving import ask_about, decide, shares_to_ask
from newsletter.campaigns.services.editing import EditedMeanwhile
from newsletter.errors import NewsletterError
from newsletter.subscribers.models import MailingList


class Obstacle(StrEnum):
    """Why a campaign cannot be launched yet."""

    SOURCE_INCOMPLETE = auto()
    NO_LISTS = auto()
    LISTS_GONE = auto()
    NOBODY = auto()


class NotReady(NewsletterError):
    """The campaign has obstacles to be cleared first."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("not ready: " + ", ".join(obstacles))
        self.obstacles = obstacles


def obstacles(session: Session, *, campaign: Campaign) -> list[Obstacle]:
    """What stands in the way of a launch, as far as one can tell without counting the audience."""
    found = []
    if not campaign.source.is_complete:
        found.append(Obstacle.SOURCE_INCOMPLETE)
    list_ids = set(Audience.from_json(campaign.audience).list_ids)
    if not list_ids:
        found.append(Obstacle.NO_LISTS)
    elif list_ids - set(session.scalars(select(MailingList.id).where(MailingList.id.in_(list_ids)))):
        found.append(Obstacle.LISTS_GONE)
    return found


def launch(
    session: Session,
    *,
    campaign: Campaign,
    seen_revision: int,
    yes_from: Collection[int] = (),
    grace: timedelta,
    at: datetime | None = None,
    account_id: int,
    now: datetime,
) -> None:
    """Let the campaign go out after its grace time, or at the time it is scheduled for.

    `yes_from` are the unions for which whoever launches may say yes: launching says it. All others are asked.
    Raises EditedMeanwhile, NotReady and NotNow.
    """
    _step(session, campaign, Event.LAUNCH, account_id, now)
    if campaign.revision != seen_revision:
        raise EditedMeanwhile
    if found := obstacles(session, campaign=campaign):
        raise NotReady(found)
    shares = shares_to_ask(session, campaign, now=now)
    if not shares:
        raise NotReady([Obstacle.NOBODY])
    ask_about(session, campaign=campaign, shares=shares, account_id=account_id, now=now)
    _say_yes(session, campaign, yes_from, account_id, now)
    campaign.starts_at = max(now + grace, at or now)
    session.flush()


def take_back(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Make a launched campaign a draft again, inside its grace time. Raises NotNow."""
    _step(session, campaign, Event.TAKE_BACK, account_id, now)
    campaign.starts_at = None
    session.flush()


def pause(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Stop handing mail to the relay, for the time being. Raises NotNow."""
    _step(session, campaign, Event.PAUSE, account_id, now)


def halt(session: Session, *, campaign: Campaign, why: Halt, said: str, now: datetime) -> None:
    """The same without anybody asking for it: its owners read why, and what to do. Raises NotNow."""
    _step(session, campaign, Event.PAUSE, None, now, verb="campaign.halted", why=why)
    campaign.halt, campaign.halt_reply = why, said
    session.flush()


def resume(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Go on after a pause; what had stopped it is forgotten. Raises NotNow."""
    _step(session, campaign, Event.RESUME, account_id, now)
    campaign.halt = campaign.halt_reply = None
    campaign.strain = 0
    session.flush()


def cancel(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None:
    """Stop for good; what was not sent never will be. Raises NotNow."""
    _step(session, campaign, Event.CANCEL, account_id, now)
    campaign.finished_at = now
    session.flush()


def _say_yes(session: Session, campaign: Campaign, yes_from: Collection[int], account_id: int, now: datetime) -> None:
    for approval in campaign.approvals:
        if approval.union_id in yes_from and approval.waits:
            decide(
                session,
                campaign=campaign,
                union_id=approval.union_id,
                language=approval.language,
                seen_revision=campaign.revision,
                granted=True,
                account_id=account_id,
                now=now,
            )


_VERBS = {
    Event.LAUNCH: "campaign.launched",
    Event.TAKE_BACK: "campaign.taken_back",
    Event.PAUSE: "campaign.paused",
    Event.RESUME: "campaign.resumed",
    Event.CANCEL: "campaign.cancelled",
}


def _step(
    session: Session,
    campaign: Campaign,
    event: Event,
    account_id: int | None,
    now: datetime,
    *,
    verb: str = "",
    **details: str,
) -> None:
    state = campaign.state
    following = after(state, event)
    moved = session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.state == state)
        .values(state=following)
        .execution_options(synchronize_session=False)
        .returning(Campaign.id)
    ).one_or_none()
    session.refresh(campaign)
    if moved is None:
        raise NotNow(campaign.state, event)
    record(
        session,
        verb=verb or _VERBS[event],
        subject_id=campaign.id,
        union_id=campaign.union_id,
        account_id=account_id,
        now=now,
        **details,
    )
