"""Dates as a file's country writes them. Whether 03/04 is in March or April the whole file decides, or a person."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum, auto

from newsletter.subscribers.importing.values.refusal import NotUnderstood, Refusal

_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook, such that every day from March 1900 on is right in spite of its 29 February 1900."""

_FIRST_SERIAL, _LAST_SERIAL = 3_654, 73_050  # 1910 to 2099
_MONTHS = 12


class Order(StrEnum):
    """Which of two small numbers is the day."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()


def order_of(cells: Iterable[str]) -> Order | None:
    """The order in which more dates of the file are possible; None where it does not show, or both have some."""
    days, months = 0, 0
    for cell in cells:
        if found := _YEAR_LAST.fullmatch(cell.strip()):
            first, second = int(found[1]), int(found[2])
            days += first > _MONTHS
            months += second > _MONTHS
    if bool(days) == bool(months):
        return None
    return Order.DAY_FIRST if days else Order.MONTH_FIRST


def day(cell: str, order: Order | None, *, today: date) -> date:
    """The date in a cell, of the order of its file. Raises NotUnderstood.

    Two figures of a year lie in the hundred years up to today, for nobody joined a union in the future.
    """
    text = cell.strip()
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _YEAR_LAST.fullmatch(text):
            return _ordered(int(found[1]), int(found[2]), _year(found[3], today), order)
        if _SERIAL.fullmatch(text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
            return _EPOCH + timedelta(days=int(float(text)))
    except ValueError:
        pass
    raise NotUnderstood(Refusal.BAD_DATE)


def _year(figures: str, today: date) -> int:
    if len(figures) > 2:  # noqa: PLR2004 (figures)
        return int(figures)
    year = today.year // 100 * 100 + int(figures)
    return year if year <= today.year else year - 100


def _ordered(first: int, second: int, year: int, order: Order | None) -> date:
    if first == second:
        return date(year, first, second)
    if order is None:
        raise ValueError("it is not known which number is the day")
    return date(year, second, first) if order is Order.DAY_FIRST else date(year, first, second)
