"""A table of the connection's own in which a set of entries lies beside the rows it is compared with."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Date, MetaData, String, Table
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.models import Membership, Subscriber
from newsletter.subscribers.models.membership import plain_letters
from newsletter.tokens import Signer

INCOMING = Table(
    "incoming",
    MetaData(),
    Column("line", BigInteger),
    Column("subscriber_id", BigInteger),
    Column("email", Subscriber.email.type),
    Column("address_hash", String),
    Column("language", String),
    Column("country", String),
    Column("region", String),
    Column("local_id", BigInteger),
    Column("role", Membership.role.type),
    Column("given_name", String),
    Column("family_name", String),
    Column("sort_name", Membership.sort_name.type),
    Column("call_name", Membership.call_name.type),
    Column("number", Membership.number.type),
    Column("joined_on", Date),
    prefixes=["TEMPORARY"],
)
_NAMES = 16_384
"""So many different ones are spelt out once."""

_FILLED = [column.name for column in INCOMING.columns if column.name != "subscriber_id"]


def stage(session: Session, entries: Sequence[Entry], signer: Signer) -> None:
    """Put entries, no two with one address, in the place of what lay there; by the driver, which is the quickest."""
    connection = session.connection()
    connection.execute(CreateTable(INCOMING, if_not_exists=True))
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        connection.execute(INCOMING.delete())
        places = ", ".join("?" * len(_FILLED))
        raw.executemany(f"INSERT INTO incoming ({', '.join(_FILLED)}) VALUES ({places})", _rows(entries, signer))  # noqa: S608 (our own names)
        return
    connection.exec_driver_sql("TRUNCATE incoming")  # deleted rows would lie there until the connection ends
    with raw.cursor() as cursor, cursor.copy(f"COPY incoming ({', '.join(_FILLED)}) FROM STDIN") as copy:
        for row in _rows(entries, signer):
            copy.write_row(row)
    connection.exec_driver_sql("ANALYZE incoming")  # nobody else does it for a temporary table


def _rows(entries: Iterable[Entry], signer: Signer) -> Iterator[tuple[object, ...]]:
    plain = lru_cache(maxsize=_NAMES)(plain_letters)
    for line, email, names, local_id, role, number, joined_on, language, country, region in entries:
        given, family = names or (None, None)
        called, sorted_by = plain(given or ""), plain(family or "")
        yield (
            line,
            email,
            signer.address_hash(email),
            language,
            country,
            region,
            local_id,
            role and role.value,
            given,
            family,
            None if names is None else f"{sorted_by} {called}".strip(),
            None if names is None else f"{called} {sorted_by}".strip(),
            number,
            joined_on and joined_on.isoformat(),
        )
