"""The consent records of a sample person: asked, confirmed a few minutes later, perhaps withdrawn since."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from newsletter.seeds.person import DrawnSubscription, Person
from newsletter.seeds.planting.ground import Ground
from newsletter.seeds.planting.rows import Row
from newsletter.subscribers.models import Basis, ConsentAction, Standing

READING_THE_MAIL = timedelta(minutes=7)

_ACTIONS = {
    Standing.PENDING: (ConsentAction.ASKED,),
    Standing.CONFIRMED: (ConsentAction.ASKED, ConsentAction.CONFIRMED),
    Standing.UNSUBSCRIBED: (ConsentAction.ASKED, ConsentAction.CONFIRMED, ConsentAction.WITHDRAWN),
}


def when(person: Person, action: ConsentAction, now: datetime) -> datetime:
    """When the person did it: signing up on their day, leaving half-way between then and now."""
    asked = now - person.signed_up
    return {
        ConsentAction.ASKED: asked,
        ConsentAction.CONFIRMED: asked + READING_THE_MAIL,
        ConsentAction.WITHDRAWN: now - person.signed_up / 2,
    }[action]


def last_change(person: Person, subscription: DrawnSubscription, now: datetime) -> datetime:
    """When the subscription became what it is."""
    return when(person, _ACTIONS[subscription.standing][-1], now)


def evidence(person: Person, number: int, ground: Ground, now: datetime) -> Iterator[Row]:
    """One row for each thing the person did."""
    through = person.memberships[0].union
    for subscription in person.subscriptions:
        for action in _ACTIONS[subscription.standing]:
            leaves = action is ConsentAction.WITHDRAWN
            yield {
                "subscriber_id": number,
                "list_id": ground.lists[subscription.list],
                "union_id": ground.unions[through],
                "action": action,
                "basis": Basis.EXPRESS,
                "wording_id": None if leaves else ground.wordings[person.language],
                "source": "/leave" if leaves else f"/join/{through}",
                "connection_hash": None,
                "at": when(person, action, now),
            }
