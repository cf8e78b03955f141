"""The preference page. Its link came by mail, so whoever holds it is the person: no second confirmation."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.subscribers import topics
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import MailingList, Scope, Standing, Subscriber
from newsletter.subscribers.services.acting import in_turn
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.leaving import leave
from newsletter.subscribers.services.suppressing import lift
from newsletter.subscribers.standing import Step
from newsletter.unions.models import UnionKind


def choose(
    session: Session,
    *,
    person: Subscriber,
    union_id: int,
    list_ids: Collection[int],
    language: str,
    wording_id: int,
    trace: Trace,
    now: datetime,
) -> None:
    """Make the person's subscriptions what they ticked, among what they were offered, and set their language."""
    in_turn(session, person.id)
    person.language = language
    held = {one.list_id for one in person.subscriptions if one.standing is Standing.CONFIRMED}
    offered = {one.id: one for one in topics.offered(session, [one.union_id for one in person.memberships])}
    wanted = (offered.keys() | held).intersection(list_ids)
    for list_id in sorted(wanted - held):
        for step in (Step.ASK, Step.CONFIRM):
            take_step(
                session,
                step,
                subscriber_id=person.id,
                list_id=list_id,
                union_id=union_id,
                wording_id=wording_id,
                trace=trace,
                now=now,
            )
        mailed_by = _mailed_by(offered[list_id], union_id)
        lift(session, address_hash=person.address_hash, union_id=mailed_by, list_ids=(list_id,))
    for list_id in sorted(held - wanted):
        leave(
            session,
            subscriber_id=person.id,
            list_id=list_id,
            union_id=union_id,
            scope=Scope.LIST,
            trace=trace,
            now=now,
        )
    session.flush()


def _mailed_by(topic: MailingList, union_id: int) -> int:
    """Whose leaving a choice contradicts: who wants a union's own list has not come back to any other union."""
    return topic.union_id if topic.union.kind is UnionKind.UNION else union_id
