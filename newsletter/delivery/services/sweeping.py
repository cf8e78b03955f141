"""What happens every second: whatever waits too long is named again.

Every step is a conditional update, so several hosts may sweep at once. A job named twice does no harm, because
taking up a batch is conditional, too.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select, tuple_, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign
from newsletter.delivery.journal import Turn
from newsletter.delivery.models import Batch, BatchState, Message
from newsletter.delivery.services.closing import finish_if_through
from newsletter.delivery.services.freezing import PATIENCE
from newsletter.delivery.services.losing import take_away
from newsletter.delivery.services.releasing import STARTED
from newsletter.delivery.services.requeueing import retry_due
from newsletter.delivery.services.withholding import withhold_cancelled
from newsletter.delivery.watching import Watch
from newsletter.queueing import JobName, Outbox
from newsletter.subscribers.models import ListMerge, Notice, NoticeState
from newsletter.subscribers.services.lapsing import lapse

NOTICE_PATIENCE = timedelta(seconds=30)
"""How long a notice waits for its job before that is named again."""

AT_ONCE = 1000
"""Rows one sweep takes in hand of each kind."""


def sweep(
    session: Session, outbox: Outbox, *, watch: Watch[Turn], batch_size: int, now: datetime, seconds: float
) -> None:
    """Start what is due, take up what got lost, try again what was put off, end what is through or has expired.

    `seconds` is read from a clock that only goes forward; `watch` is one sweeper's memory.
    """
    _take_from_the_silent(session, watch, now, seconds)
    _start_due(session, outbox, now)
    _release_late(session, outbox)
    retry_due(session, outbox, batch_size=batch_size, now=now)
    _name_lost_batches(session, outbox, now)
    _name_lost_notices(session, outbox, now)
    _name_lost_mergers(session, outbox, now)
    withhold_cancelled(session)
    lapse(session, now=now)
    for campaign_id in session.scalars(select(Campaign.id).filter_by(state=State.SENDING)).all():
        finish_if_through(session, campaign_id=campaign_id, now=now)


def _start_due(session: Session, outbox: Outbox, now: datetime) -> None:
    for campaign_id in session.scalars(
        select(Campaign.id).where(Campaign.state == State.WAITING, Campaign.starts_at <= now)
    ):
        outbox.name(JobName.START_CAMPAIGN, campaign_id=campaign_id)


def _release_late(session: Session, outbox: Outbox) -> None:
    """Shares with a yes that are still held for it: the job got lost, or the yes came during the freeze."""
    waits_for_a_yes = exists().where(
        Message.campaign_id == Batch.campaign_id,
        Message.batch_number == Batch.number,
        Message.reason == Reason.UNAPPROVED,
    )
    shares = (
        select(Batch.campaign_id, Batch.via_union_id)
        .join(Campaign, and_(Campaign.id == Batch.campaign_id, Campaign.state.in_(STARTED)))
        .join(
            Approval,
            and_(
                Approval.campaign_id == Batch.campaign_id,
                Approval.union_id == Batch.via_union_id,
                Approval.language == Batch.language,
                Approval.granted.is_(True),
                Approval.revision == Campaign.revision,
            ),
        )
        .where(Batch.state == BatchState.HELD, waits_for_a_yes)
        .distinct()
    )
    for campaign_id, union_id in session.execute(shares):
        outbox.name(JobName.RELEASE_SHARE, campaign_id=campaign_id, union_id=union_id)


def _take_from_the_silent(session: Session, watch: Watch[Turn], now: datetime, seconds: float) -> None:
    sending = session.execute(
        select(Batch.campaign_id, Batch.number, Batch.claims, Batch.beats).where(Batch.state == BatchState.SENDING)
    )
    signs = {Turn(campaign_id, number, claims): beats for campaign_id, number, claims, beats in sending}
    silent = watch.silent(signs, seconds=seconds)
    take_away(session, {turn: signs[turn] for turn in silent}, now=now)


def _name_lost_batches(session: Session, outbox: Outbox, now: datetime) -> None:
    """A queued batch whose job never came. Index: ix_batch_state_due_at."""
    overdue = (
        select(Batch.campaign_id, Batch.number)
        .join(Campaign, and_(Campaign.id == Batch.campaign_id, Campaign.state == State.SENDING))
        .where(Batch.state == BatchState.QUEUED, Batch.due_at <= now)
        .order_by(Batch.due_at)
        .limit(AT_ONCE)
    )
    waiting = session.execute(
        update(Batch)
        .where(
            tuple_(Batch.campaign_id, Batch.number).in_(overdue),
            Batch.state == BatchState.QUEUED,
            Batch.due_at <= now,
        )
        .values(due_at=now + PATIENCE)
        .returning(Batch.campaign_id, Batch.number)
        .execution_options(synchronize_session=False)
    ).all()
    for campaign_id, number in sorted(waiting):
        outbox.name(JobName.SEND_BATCH, campaign_id=campaign_id, number=number)


def _name_lost_notices(session: Session, outbox: Outbox, now: datetime) -> None:
    """The same for notices; one in SENDING stays due, or nobody could take it over. Index: ix_notice_waiting."""
    overdue = select(Notice.id, Notice.state).where(Notice.due_at <= now).order_by(Notice.due_at).limit(AT_ONCE)
    notices = session.execute(overdue).all()
    session.execute(
        update(Notice)
        .where(
            Notice.id.in_([number for number, state in notices if state is NoticeState.QUEUED]),
            Notice.state == NoticeState.QUEUED,
        )
        .values(due_at=now + NOTICE_PATIENCE)
        .execution_options(synchronize_session=False)
    )
    for number, _ in notices:
        outbox.name(JobName.SEND_NOTICE, notice_id=number)


def _name_lost_mergers(session: Session, outbox: Outbox, now: datetime) -> None:
    """The same for mergers of lists. Index: ix_list_merge_waiting."""
    overdue = (
        update(ListMerge)
        .where(ListMerge.due_at <= now)
        .values(due_at=now + NOTICE_PATIENCE)
        .returning(ListMerge.id)
        .execution_options(synchronize_session=False)
    )
    for number in session.scalars(overdue).all():
        outbox.name(JobName.MERGE_LISTS, merge_id=number)
