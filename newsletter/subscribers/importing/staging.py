"""A table of the connection's own in which a set of entries lies beside the rows it is compared with."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import BigInteger, Column, Date, MetaData, String, Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.models import Membership
from newsletter.subscribers.models.membership import call_name, sort_name
from newsletter.tokens import Signer

INCOMING = Table(
    "incoming",
    MetaData(),
    Column("line", BigInteger, primary_key=True),
    Column("subscriber_id", BigInteger),
    Column("email", String, unique=True),
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
_FILLED = [column.name for column in INCOMING.columns if column.name != "subscriber_id"]


def stage(session: Session, entries: Iterable[Entry], signer: Signer) -> None:
    """Put entries, no two with one address, in the place of what lay there; by the driver, which is the quickest."""
    connection = session.connection()
    if inspect(connection).has_table(INCOMING.name):
        connection.execute(INCOMING.delete())
    else:
        connection.execute(CreateTable(INCOMING))
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(_FILLED))
        raw.executemany(f"INSERT INTO incoming ({', '.join(_FILLED)}) VALUES ({places})", _rows(entries, signer))  # noqa: S608 (our own names)
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY incoming ({', '.join(_FILLED)}) FROM STDIN") as copy:
        for row in _rows(entries, signer):
            copy.write_row(row)


def _rows(entries: Iterable[Entry], signer: Signer) -> Iterator[tuple[object, ...]]:
    for one in entries:
        given, family = one.names or (None, None)
        yield (
            one.line,
            one.email,
            signer.address_hash(one.email),
            one.language,
            one.country,
            one.region,
            one.local_id,
            one.role and one.role.value,
            given,
            family,
            None if one.names is None else sort_name(*one.names),
            None if one.names is None else call_name(*one.names),
            one.number,
            one.joined_on and one.joined_on.isoformat(),
        )
