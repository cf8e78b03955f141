"""The preference page. Its link came by mail, so whoever holds it is the person: no second confirmation."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.subscribers import topics
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import Scope, Standing, Subscriber
from newsletter.subscribers.services.acting import in_turn
from newsletter.subscribers.services.evidence import take_step
from newsletter.subscribers.services.leaving import leave
from newsletter.subscribers.services.suppressing import lift
from newsletter.subscribers.standing import Step


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
    offered = {one.id for one in topics.offered(session, [one.union_id for one in person.memberships])} | held
    wanted = offered.intersection(list_ids)
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
    if wanted - held:
        lift(session, address_hash=person.address_hash, union_id=union_id, list_ids=tuple(wanted - held))
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
