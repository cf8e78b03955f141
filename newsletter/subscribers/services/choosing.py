"""The preference page. Its link came by mail, so whoever holds it is the person: no second confirmation."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.subscribers import topics
from newsletter.subscribers.asking import Trace
from newsletter.subscribers.models import MailingList, Scope, Subscriber
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
    held = {one.id: one for one in topics.held(person)}
    memberships = [one.union_id for one in person.memberships]
    choice = held | {one.id: one for one in topics.offered(session, memberships)}
    had = {one.id for one in topics.had(session, person)}
    wanted = choice.keys() & set(list_ids)
    for list_id in sorted(wanted - had):
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
        for mailed_by in _mailed_by(session, choice[list_id], union_id, memberships):
            lift(session, address_hash=person.address_hash, union_id=mailed_by, list_ids=(list_id,))
    for list_id in sorted(held.keys() - wanted):
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


def _mailed_by(session: Session, topic: MailingList, union_id: int, memberships: Collection[int]) -> Collection[int]:
    """Whose leaving a choice contradicts: who wants a union's own list has not come back to any other union."""
    if topic.union.kind is UnionKind.ALLIANCE:
        return (union_id,)
    return topics.mailed_through(session, topic, memberships)
