"""Rows in sets: one look for what is there, one INSERT for what is not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from newsletter.db import Base

Row = dict[str, Any]
"""Values by column, on their way into one INSERT of many."""

Key = tuple[object, ...]


def add_missing(session: Session, table: type[Any], rows: Sequence[Row], *, by: tuple[str, ...]) -> dict[Key, int]:
    """Insert the rows whose key is not there yet. Returns the row numbers of all, by key."""
    known = numbers(session, table, by=by)
    if missing := [row for row in rows if tuple(row[name] for name in by) not in known]:
        add(session, table, missing)
        known = numbers(session, table, by=by)
    return known


def numbers(session: Session, table: type[Any], *, by: tuple[str, ...]) -> dict[Key, int]:
    """The row numbers of a table by key."""
    columns = [getattr(table, name) for name in by]
    return {tuple(key): number for number, *key in session.execute(select(table.id, *columns))}


def add(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert all the rows."""
    if rows:
        session.execute(insert(table), rows)
