"""Moving a subscription and keeping the evidence of it, always together."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import Basis, ConsentAction, ConsentRecord, Subscription
from newsletter.subscribers.standing import Step, after

_ACTION = {
    Step.ASK: ConsentAction.ASKED,
    Step.CONFIRM: ConsentAction.CONFIRMED,
    Step.LEAVE: ConsentAction.WITHDRAWN,
    Step.EXPIRE: ConsentAction.EXPIRED,
}


def take_step(
    session: Session,
    step: Step,
    *,
    subscriber_id: int,
    list_id: int,
    union_id: int,
    wording_id: int | None,
    trace: Trace,
    now: datetime,
) -> None:
    """Move the subscription where the step leads and write the consent record.

    A step that leads nowhere is no evidence of anything, except that asking again shows the words again, and that who
    was mailed on another ground and confirms is mailed on their own word from then on, without an end.
    """
    row = session.get(Subscription, (subscriber_id, list_id), populate_existing=True)
    before = row.standing if row else None
    standing = after(before, step)
    own_word = step is Step.CONFIRM and row is not None and row.basis is not Basis.EXPRESS
    if standing is None or (standing == before and step is not Step.ASK and not own_word):
        return
    if standing != before or own_word:
        row = row or Subscription(subscriber_id=subscriber_id, list_id=list_id)
        row.standing, row.changed_at, row.basis, row.expires_at = standing, now, Basis.EXPRESS, None
        session.add(row)
    session.add(
        ConsentRecord(
            subscriber_id=subscriber_id,
            list_id=list_id,
            union_id=union_id,
            action=_ACTION[step],
            basis=Basis.EXPRESS,
            wording_id=wording_id,
            source=trace.source,
            connection_hash=trace.connection_hash,
            at=now,
        )
    )
