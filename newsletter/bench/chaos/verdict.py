"""Every person of a campaign against the mails that the relay is answerable for."""

from dataclasses import dataclass

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from newsletter.bench.chaos.copies import Copies
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.delivery import queries
from newsletter.delivery.fates import UNDER_WAY, MessageState
from newsletter.delivery.models import Message
from newsletter.subscribers.models import Subscriber

_OWED = {MessageState.SENT, MessageState.FAILED, *UNDER_WAY}
"""The relay never refuses anybody for good, so a message that is not held, suppressed or in doubt has to arrive."""


@dataclass(frozen=True)
class Verdict:
    """What a run came to."""

    people: int
    lost: int
    """Owed a mail, and the relay has none."""

    doubled: int
    """Copies beyond one."""

    in_doubt: int
    """Times the engine said it could not know: sent again, or left so."""

    unexplained: int
    """Copies beyond one for which the engine had no doubt."""

    strangers: int
    """Mails to somebody the ledger says gets none, or under another's name."""

    state: State
    fates: queries.Fates

    def wrongs(self, *, people: int, doubts_allowed: bool) -> list[str]:
        """What must not be, in words; nothing when all is well."""
        found = [
            f"{count} {what}"
            for count, what in (
                (self.lost, "lost"),
                (self.unexplained, "doubled without a doubt"),
                (self.strangers, "mails to whom none was meant"),
                (abs(people - self.people), "people more or less in the ledger than in the audience"),
                (self.fates.under_way, "messages still under way"),
                (0 if doubts_allowed else self.in_doubt + self.doubled, "doubts and copies after an orderly stop"),
            )
            if count
        ]
        if self.state is not State.DONE:
            found.append(f"the campaign is {self.state}")
        if not self.fates.adds_up:
            found.append(f"the fates do not add up: {self.fates}")
        return found


def judge(session: Session, *, campaign_id: int, copies: Copies) -> Verdict:
    """Compare the ledger with what was taken."""
    doubts = Message.metadata.tables[Message.__tablename__].c.get("doubts", literal(0))
    rows = session.execute(
        select(Message.subscriber_id, Subscriber.email, Message.state, doubts)
        .join(Subscriber, Subscriber.id == Message.subscriber_id)
        .where(Message.campaign_id == campaign_id)
    ).all()
    due = {(subscriber_id, email) for subscriber_id, email, state, _ in rows if state in _OWED}
    open_ended = {(one, email) for one, email, state, _ in rows if state is MessageState.UNCERTAIN}
    resent = {(one, email): again for one, email, _, again in rows}
    return Verdict(
        people=len(rows),
        lost=len(due - copies.keys()),
        doubled=sum(count - 1 for count in copies.values()),
        in_doubt=sum(resent.values()) + len(open_ended),
        unexplained=sum(max(0, count - 1 - resent.get(who, 0)) for who, count in copies.items()),
        strangers=sum(count for who, count in copies.items() if who not in due | open_ended),
        state=session.scalars(select(Campaign.state).filter_by(id=campaign_id)).one(),
        fates=queries.fates(session, campaign_id=campaign_id),
    )
