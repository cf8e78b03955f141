"""A person's acts, one after the other: a double click, two devices or a mail program that repeats itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.subscribers.models import Subscriber


def in_turn(session: Session, subscriber_id: int) -> Subscriber | None:
    """The person, for the rest of the transaction ours alone to change; whoever comes second sees what we did.

    The lock leaves foreign keys alone, so a freeze that writes a million messages holds nobody back. SQLite needs
    none: it has one writer at a time.
    """
    return session.scalar(
        select(Subscriber)
        .filter_by(id=subscriber_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
