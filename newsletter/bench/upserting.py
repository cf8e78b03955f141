"""The barest way to bring people into the tables, beside which an import is measured.

No file is read, nothing is understood, no suppression looked at, no evidence written, nothing counted. Finished rows,
made before the clock runs, go in sets as large as an import's, each in a transaction: by COPY (PostgreSQL) or
`executemany` (SQLite) into a temporary table, and from there by one INSERT … SELECT … ON CONFLICT DO UPDATE each into
`subscriber`, `membership` and `subscription`, with all their indexes and foreign keys.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from newsletter.db import writing

_KNOWN = "local_id, role, given_name, family_name, sort_name, call_name, number, joined_on"
_COLUMNS = f"email, address_hash, language, country, region, {_KNOWN}"
_TYPES = {"local_id": "BIGINT", "joined_on": "DATE"}
_TABLE = ", ".join(f"{name} {_TYPES.get(name, 'TEXT')}" for name in _COLUMNS.split(", "))

_UPSERTS = (
    """
    INSERT INTO subscriber (email, address_hash, language, country, region, created_at)
    SELECT email, address_hash, language, country, region, CURRENT_TIMESTAMP FROM bare WHERE true
    ON CONFLICT (email) DO UPDATE SET language = excluded.language
    """,
    f"""
    INSERT INTO membership (subscriber_id, union_id, {_KNOWN})
    SELECT subscriber.id, {{union}}, {_KNOWN} FROM bare JOIN subscriber USING (email) WHERE true
    ON CONFLICT (subscriber_id, union_id) DO UPDATE SET number = excluded.number
    """,  # noqa: S608 (our own names)
    """
    INSERT INTO subscription (subscriber_id, list_id, standing, changed_at, basis)
    SELECT subscriber.id, {topic}, 'confirmed', CURRENT_TIMESTAMP, 'membership'
    FROM bare JOIN subscriber USING (email) WHERE true
    ON CONFLICT (subscriber_id, list_id) DO UPDATE SET basis = excluded.basis
    """,
)

Row = tuple[object, ...]
"""Values of `subscriber`'s and `membership`'s columns, as the driver takes them."""


def upsert(engine: Engine, sets: Iterable[Sequence[Row]], *, union_id: int, list_id: int) -> float:
    """Bring all sets in, and tell how many seconds that took without making them."""
    spent_s = 0.0
    with writing(engine).connect() as connection:
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE bare ({_TABLE})")
        connection.commit()
        for rows in sets:
            began = time.perf_counter()
            _upsert(connection, rows, union_id, list_id)
            spent_s += time.perf_counter() - began
    return spent_s


def _upsert(connection: Connection, rows: Sequence[Row], union_id: int, list_id: int) -> None:
    with connection.begin():
        connection.exec_driver_sql("DELETE FROM bare")
        raw: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            raw.executemany(f"INSERT INTO bare ({_COLUMNS}) VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        else:
            with raw.cursor() as cursor, cursor.copy(f"COPY bare ({_COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        for statement in _UPSERTS:
            connection.exec_driver_sql(statement.format(union=union_id, topic=list_id))
