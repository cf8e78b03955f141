"""Not waiting for what only waits for its time: a pause after a relay's trouble, a lost job, a second try.

Their rows say when they are due; saying `now` is what waiting would come to. A lease is left alone: it is what
keeps two workers from sending the same, and to cut it short would be a fault of its own.
"""

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from newsletter.bench.chaos.stage import Stage
from newsletter.db import writing
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch, BatchState, Message


def hurry(stage: Stage, *, campaign_id: int) -> None:
    """Make due what waits. A database that is away is asked again next time."""
    now = datetime.now(UTC)
    with suppress(DBAPIError), Session(writing(stage.engine)) as session:
        session.execute(
            update(Batch)
            .where(Batch.campaign_id == campaign_id, Batch.state == BatchState.QUEUED, Batch.due_at > now)
            .values(due_at=now)
        )
        session.execute(
            update(Message)
            .where(Message.campaign_id == campaign_id, Message.state == MessageState.DEFERRED, Message.retry_at > now)
            .values(retry_at=now)
        )
        session.commit()
