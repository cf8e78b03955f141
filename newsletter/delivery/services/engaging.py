"""Who goes first while something is warmed up: those who are most likely to want it.

Operators judge a new sender by its first mails. What we know of who reads us, without watching anybody: who answered
an invitation, and when; behind them, who confirmed last that they want our mail. Within each union and language, and
in batches of FINE people.
"""

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from newsletter.audiences import Reason
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.events.models import Rsvp
from newsletter.subscribers.models import ConsentAction, ConsentRecord

FINE = 100
"""People of a batch, as a ramp's first days may be smaller than a usual one."""


_TO_BE_MAILED = or_(Message.state == MessageState.QUEUED, Message.reason == Reason.UNAPPROVED)


def put_the_engaged_first(session: Session, *, campaign_id: int) -> None:
    """Deal the batches of each share out anew. Indexes: ix_rsvp_subscriber_id, ix_consent_record_subscriber_id_at."""
    answered = select(func.max(Rsvp.answered_at)).where(Rsvp.subscriber_id == Message.subscriber_id)
    agreed = select(func.max(ConsentRecord.at)).where(
        ConsentRecord.subscriber_id == Message.subscriber_id, ConsentRecord.action == ConsentAction.CONFIRMED
    )
    share = (Message.via_union_id, Message.language, Message.state)
    people = (
        select(
            *share,
            Message.subscriber_id,
            func.row_number()
            .over(
                partition_by=share,
                order_by=(
                    answered.scalar_subquery().desc().nulls_last(),
                    agreed.scalar_subquery().desc().nulls_last(),
                    Message.subscriber_id,
                ),
            )
            .label("place"),
        )
        .where(Message.campaign_id == campaign_id, _TO_BE_MAILED)
        .subquery("person")
    )
    seats = (
        select(
            *share,
            Message.batch_number,
            func.row_number()
            .over(partition_by=share, order_by=(Message.batch_number, Message.subscriber_id))
            .label("place"),
        )
        .where(Message.campaign_id == campaign_id, _TO_BE_MAILED)
        .subquery("seat")
    )
    dealt = (
        select(people.c.subscriber_id, seats.c.batch_number)
        .join(
            seats,
            and_(
                seats.c.via_union_id == people.c.via_union_id,
                seats.c.language == people.c.language,
                seats.c.state == people.c.state,
                seats.c.place == people.c.place,
            ),
        )
        .subquery("dealt")
    )
    session.execute(
        update(Message)
        .where(Message.campaign_id == campaign_id, Message.subscriber_id == dealt.c.subscriber_id)
        .values(batch_number=dealt.c.batch_number)
        .execution_options(synchronize_session=False)
    )
