"""Lines of the ledger."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message


def make_message(session: Session, *, campaign_id: int, state: MessageState, **more: Any) -> Message:
    """A message of a campaign that was not frozen, where the database keeps the messages of that campaign."""
    if session.get_bind().dialect.name == "postgresql":
        part = f"message_{campaign_id}"
        session.execute(text(f"CREATE TABLE IF NOT EXISTS {part} PARTITION OF message FOR VALUES IN ({campaign_id})"))
    usual = {"batch_number": 1, "attempts": 1, "language": "en"}
    message = Message(campaign_id=campaign_id, state=state, **usual | more)
    session.add(message)
    session.flush()
    return message
