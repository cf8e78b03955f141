"""Which batch each message of a freeze belongs to, said in the very statement that writes it.

A batch is of one share: one union, one language, one reason to wait or none. PostgreSQL sorts the people by share and
counts. SQLite asks us about each person as they come, which spares it that sort, the dearest part of it all; and as
the numbers only rise, its index grows at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count, repeat
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Integer, Subquery, case, cast, func, literal
from sqlalchemy.orm import Session

from newsletter.audiences.reasons import SUPPRESSING

SHARE_STRIDE = 100_000
"""Batches a share may have on PostgreSQL: with 500 messages each, fifty million people."""

NO_BATCH = 0
"""Of whoever is not mailed."""

_FUNCTION = "batch_of"


class Share(NamedTuple):
    """Whose messages may lie in one batch."""

    union_id: int
    language: str
    reason: str | None


class Numbering(Protocol):
    """A database's way to number."""

    def number(self, person: Subquery) -> ColumnElement[int]:
        """The batch of a row of `audiences.people`."""

    def opened(self) -> dict[int, Share] | None:
        """The batches there are, once all messages are written; None where only the ledger knows."""


class Sorting:
    """The share's place among shares times SHARE_STRIDE, plus the person's place in the share over the batch size."""

    def __init__(self, batch_size: int) -> None:
        self._batch_size = batch_size

    def number(self, person: Subquery) -> ColumnElement[int]:
        share = (person.c.union_id, person.c.language, func.coalesce(person.c.reason, ""))
        place = func.row_number().over(partition_by=share, order_by=person.c.subscriber_id) - 1
        number = func.dense_rank().over(order_by=share) * SHARE_STRIDE + cast(place // self._batch_size, Integer)
        return _if_mailed(person, number)

    def opened(self) -> None:
        return None


class Dealing:
    """One after the other: each share fills a batch, then opens the next number."""

    def __init__(self, batch_size: int) -> None:
        self._batch_size = batch_size
        self._numbers = count(NO_BATCH + 1)
        self._opened: dict[int, Share] = {}
        self._shares: dict[tuple[Any, ...], Iterator[int]] = {}

    def __call__(self, *share: Any) -> int:  # noqa: ANN401 (from SQLite: the columns of a Share)
        """The next person of a share. It is asked a million times, so a share is a plain tuple here."""
        try:
            return next(self._shares[share])
        except KeyError:
            self._shares[share] = chain.from_iterable(map(self._open, repeat(Share(*share))))
            return next(self._shares[share])

    def number(self, person: Subquery) -> ColumnElement[int]:
        share = (person.c.union_id, person.c.language, person.c.reason)
        return _if_mailed(person, getattr(func, _FUNCTION)(*share, type_=Integer))

    def opened(self) -> dict[int, Share]:
        return self._opened

    def _open(self, share: Share) -> Iterator[int]:
        number = next(self._numbers)
        self._opened[number] = share
        return repeat(number, self._batch_size)


@contextmanager
def numbering(session: Session, *, batch_size: int) -> Iterator[Numbering]:
    """For one freeze on this session's database."""
    if session.get_bind().dialect.name != "sqlite":
        yield Sorting(batch_size)
        return
    dealing = Dealing(batch_size)
    database = session.connection().connection.driver_connection
    database.create_function(_FUNCTION, 3, dealing)  # type: ignore[union-attr]  # a sqlite3.Connection
    try:
        yield dealing
    finally:
        database.create_function(_FUNCTION, 3, None)  # type: ignore[union-attr]


def _if_mailed(person: Subquery, number: ColumnElement[int]) -> ColumnElement[int]:
    return case((person.c.reason.in_(sorted(SUPPRESSING)), literal(NO_BATCH)), else_=number)
