"""Finding campaigns for staff: those of their own unions, and those on which a union of theirs was asked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign
from newsletter.errors import NotVisible

UNDER_WAY = (State.WAITING, State.SENDING, State.PAUSED)
OVER = (State.DONE, State.CANCELLED)


def visible_campaign(session: Session, *, union_ids: Collection[int], campaign_id: int) -> Campaign:
    """A campaign that staff of these unions may look at. Raises NotVisible."""
    campaign = session.scalar(select(Campaign).where(Campaign.id == campaign_id, _visible(union_ids)))
    if campaign is None:
        raise NotVisible
    return campaign


def own_campaign(session: Session, *, union_ids: Collection[int], campaign_id: int) -> Campaign:
    """A campaign that these unions themselves write and send. Raises NotVisible."""
    campaign = session.scalar(select(Campaign).where(Campaign.id == campaign_id, Campaign.union_id.in_(union_ids)))
    if campaign is None:
        raise NotVisible
    return campaign


def page(
    session: Session,
    *,
    union_ids: Collection[int],
    before: int | None = None,
    after: int | None = None,
    limit: int = 25,
) -> Sequence[Campaign]:
    """Campaigns, newest first, next to the one with this number: older than `before`, or newer than `after`."""
    visible = select(Campaign).where(_visible(union_ids)).limit(limit)
    if after is not None:
        return session.scalars(visible.where(Campaign.id > after).order_by(Campaign.id)).all()[::-1]
    if before is not None:
        visible = visible.where(Campaign.id < before)
    return session.scalars(visible.order_by(Campaign.id.desc())).all()


def under_way(session: Session, *, union_ids: Collection[int]) -> Sequence[Campaign]:
    """What is going out, the next to start first."""
    return session.scalars(
        select(Campaign).where(_visible(union_ids), Campaign.state.in_(UNDER_WAY)).order_by(Campaign.starts_at)
    ).all()


def last_over(session: Session, *, union_ids: Collection[int], limit: int = 1) -> Sequence[Campaign]:
    """What went out, or was stopped, last."""
    return session.scalars(
        select(Campaign)
        .where(_visible(union_ids), Campaign.state.in_(OVER))
        .order_by(Campaign.finished_at.desc(), Campaign.id.desc())
        .limit(limit)
    ).all()


def begun_page(
    session: Session, *, union_ids: Collection[int], before: int | None = None, limit: int = 10
) -> Sequence[Campaign]:
    """Campaigns that began to go out, the newest first, older than the one with number `before`."""
    begun = select(Campaign).where(_visible(union_ids), Campaign.started_at.is_not(None))
    if before is not None:
        begun = begun.where(Campaign.id < before)
    return session.scalars(begun.order_by(Campaign.id.desc()).limit(limit)).all()


def drafts(session: Session, *, union_ids: Collection[int], limit: int = 5) -> Sequence[Campaign]:
    """What these unions are writing, the newest first."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.union_id.in_(union_ids), Campaign.state == State.DRAFT)
        .order_by(Campaign.id.desc())
        .limit(limit)
    ).all()


def waiting_approvals(session: Session, *, union_ids: Collection[int]) -> Sequence[Approval]:
    """The shares on which these unions were asked and have not decided, campaign by campaign."""
    return session.scalars(
        select(Approval)
        .join(Campaign, Campaign.id == Approval.campaign_id)
        .where(
            Approval.union_id.in_(union_ids),
            Approval.granted.is_(None),
            Approval.revision == Campaign.revision,
            Campaign.state != State.CANCELLED,
        )
        .order_by(Approval.campaign_id, Approval.language)
    ).all()


def last_edit(session: Session, *, campaign_id: int) -> tuple[str, datetime] | None:
    """Who edited a campaign last, and when. Index: ix_activity_union_id; one campaign has few lines."""
    row = session.execute(
        select(Account.name, Activity.at)
        .join(Account, Account.id == Activity.account_id)
        .join(Campaign, Campaign.union_id == Activity.union_id)
        .where(Campaign.id == campaign_id, Activity.verb == "campaign.edited", Activity.subject_id == campaign_id)
        .order_by(Activity.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.name, row.at) if row else None


def _visible(union_ids: Collection[int]) -> ColumnElement[bool]:
    asked = select(Approval.campaign_id).where(Approval.union_id.in_(union_ids))
    return or_(Campaign.union_id.in_(union_ids), Campaign.id.in_(asked))
