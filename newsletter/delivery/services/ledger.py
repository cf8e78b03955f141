"""Where a campaign's messages lie: on PostgreSQL in a partition of their own.

So a million rows are written into a table without indexes, which are made once behind them, and an old campaign's
rows go by dropping a table instead of deleting each.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData, Table, text
from sqlalchemy.orm import Session

from newsletter.delivery.models import Message

SORTING_MB = 64
"""What the database may use to sort an audience before it takes to its disk, for this one transaction."""

_LEDGER: Table = Message.__table__  # type: ignore[assignment]  # a Table, whatever its declared type says


@contextmanager
def loading(session: Session, *, campaign_id: int) -> Iterator[Table]:
    """The table to write the messages of a campaign into; afterwards they stand in the ledger."""
    if not is_partitioned(session):
        yield _LEDGER
        return
    part = _part(campaign_id)
    session.execute(text(f"SET LOCAL work_mem = '{SORTING_MB}MB'"))
    session.execute(
        text(f"CREATE TABLE {part} (LIKE message INCLUDING DEFAULTS) WITH (fillfactor = 75)")
    )  # room for the one update each row gets, off the indexes
    yield _LEDGER.to_metadata(MetaData(), name=part)
    session.execute(text(f"ALTER TABLE message ATTACH PARTITION {part} FOR VALUES IN ({campaign_id:d})"))
    session.execute(text(f"ANALYZE {part}"))


def drop(session: Session, *, campaign_id: int) -> None:
    """Drop a campaign's partition with all its messages. Only where the ledger is partitioned."""
    session.execute(text(f"DROP TABLE IF EXISTS {_part(campaign_id)}"))


def _part(campaign_id: int) -> str:
    return f"message_{campaign_id:d}"


def is_partitioned(session: Session) -> bool:
    """Whether each campaign's messages are a table of their own."""
    return session.get_bind().dialect.name == "postgresql"
