"""Writing what the relay said into the ledger, in sets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.db import among
from newsletter.delivery.fates import Happening, MessageState, after
from newsletter.delivery.meanings import OURS
from newsletter.delivery.models import Attempt, Message
from newsletter.delivery.replies import as_kept
from newsletter.delivery.retrying import tries_end
from newsletter.delivery.services import attempts
from newsletter.delivery.services.attempts import TOO_LATE, Said
from newsletter.delivery.services.breaking import weigh
from newsletter.delivery.verdicts import Tried, Verdict, verdict
from newsletter.events.models import Event
from newsletter.mail.smtp import Kind, Outcome
from newsletter.subscribers.models import Subscriber

_LEDGER: Table = Message.__table__  # type: ignore[assignment]  # a Table, whatever its declared type says


@dataclass(frozen=True, slots=True)
class _Heard:
    """One outcome that was not a yes, with what follows from it."""

    outcome: Outcome[int]
    tried: Tried
    verdict: Verdict

    @property
    def said(self) -> str:
        return as_kept(self.outcome.code, self.outcome.text, about=self.tried.email)

    @property
    def is_hard(self) -> bool:
        """Whether a relay said no for good; what we did not offer it, only where that is for us to put right."""
        return self.outcome.kind is Kind.REFUSED and bool(self.outcome.code or self.verdict.meaning in OURS)


def record(
    session: Session, *, campaign_id: int, outcomes: Sequence[Outcome[int]], in_doubt: InDoubt, now: datetime
) -> None:
    """Give each message of these outcomes its new state. Only for who holds the claim."""
    accept(session, campaign_id=campaign_id, outcomes=outcomes, now=now)
    others = {one.key: one for one in outcomes if one.kind not in {Kind.ACCEPTED, Kind.UNSENT}}
    heard = _judged(session, campaign_id, others, in_doubt, now) if others else []
    if heard:
        session.connection().execute(_EACH, [_change(campaign_id, one) for one in heard])
        attempts.keep(session, (line for one in heard for line in _lines(campaign_id, one, now)))
    weigh(
        session,
        campaign_id=campaign_id,
        accepted=sum(one.kind is Kind.ACCEPTED for one in outcomes),
        refusals=[(one.verdict.meaning, one.said) for one in heard if one.is_hard],
        now=now,
    )


def accept(session: Session, *, campaign_id: int, outcomes: Collection[Outcome[int]], now: datetime) -> None:
    """Write down what the relay took. That is true whoever says it, also who lost the claim meanwhile."""
    taken = [one.key for one in outcomes if one.kind is Kind.ACCEPTED]
    if not taken:
        return
    session.execute(
        update(Message)
        .where(
            Message.campaign_id == campaign_id,
            among(session, Message.subscriber_id, taken),
            Message.state != MessageState.SENT,
        )
        .values(
            state=after(MessageState.QUEUED, Happening.ACCEPTED),
            attempts=Message.attempts + 1,
            sent_at=now,
            reply=None,
            reason=None,
            retry_at=None,
        )
        .execution_options(synchronize_session=False)
    )


_EACH = (
    update(_LEDGER)
    .where(
        _LEDGER.c.campaign_id == bindparam("campaign"),
        _LEDGER.c.subscriber_id == bindparam("subscriber"),
        _LEDGER.c.state == MessageState.QUEUED,
    )
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("tried"),
        doubts=bindparam("doubted"),
        retry_at=bindparam("again_at"),
        reply=bindparam("said"),
    )
)


def _judged(
    session: Session, campaign_id: int, others: Mapping[int, Outcome[int]], in_doubt: InDoubt, now: datetime
) -> Sequence[_Heard]:
    began, event_begins = _times(session, campaign_id)
    return [
        _Heard(
            others[key],
            tried,
            verdict(
                others[key],
                tried,
                in_doubt=in_doubt,
                spread=_spread(campaign_id, key),
                now=now,
                until=tries_end(first_try=tried.first_try or now, began=began or now, event_begins=event_begins),
            ),
        )
        for key, tried in _tried(session, campaign_id, others).items()
    ]


def _tried(session: Session, campaign_id: int, keys: Collection[int]) -> Mapping[int, Tried]:
    """What is known of those that are still queued. Index: the keys of all three tables."""
    first_try = (
        select(func.min(Attempt.at))
        .where(Attempt.campaign_id == Message.campaign_id, Attempt.subscriber_id == Message.subscriber_id)
        .scalar_subquery()
        .label("first_try")
    )
    rows = session.execute(
        select(Message.subscriber_id, Message.attempts, Message.doubts, Subscriber.email, first_try)
        .join(Subscriber, Subscriber.id == Message.subscriber_id)
        .where(
            Message.campaign_id == campaign_id,
            among(session, Message.subscriber_id, keys),
            Message.state == MessageState.QUEUED,
        )
    )
    return {row.subscriber_id: Tried(row.attempts, row.doubts, row.email, row.first_try) for row in rows}


def _times(session: Session, campaign_id: int) -> tuple[datetime | None, datetime | None]:
    """When a campaign began, and when what it invites to begins."""
    times = select(Campaign.started_at, Event.starts_at).outerjoin(Event, Event.id == Campaign.event_id)
    began, event_begins = session.execute(times.where(Campaign.id == campaign_id)).one()
    return began, event_begins


def _spread(campaign_id: int, subscriber_id: int) -> float:
    """By chance, and for one person always the same."""
    return crc32(b"%d:%d" % (campaign_id, subscriber_id)) / 2**32


def _change(campaign_id: int, heard: _Heard) -> dict[str, object]:
    found = heard.verdict
    return {
        "campaign": campaign_id,
        "subscriber": heard.outcome.key,
        "new_state": after(MessageState.QUEUED, found.happening),
        "tried": heard.tried.attempts + 1,
        "doubted": found.doubts,
        "again_at": found.again_at,
        "said": f"{TOO_LATE.text}; at last: {heard.said}" if found.expired else heard.said,
    }


def _lines(campaign_id: int, heard: _Heard, now: datetime) -> Iterator[Mapping[str, object]]:
    outcome, number = heard.outcome, heard.tried.attempts + 1
    said = Said(heard.verdict.meaning, heard.said, outcome.code, outcome.status)
    yield attempts.row(said, campaign_id=campaign_id, subscriber_id=outcome.key, number=number, now=now)
    if heard.verdict.expired:
        yield attempts.row(TOO_LATE, campaign_id=campaign_id, subscriber_id=outcome.key, number=number + 1, now=now)
