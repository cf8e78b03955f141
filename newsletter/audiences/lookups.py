"""How SQLite finds the memberships of a person in the unions that a campaign may reach.

Left to itself it looks for each person once in every union. From a few unions on it is less to look for the person
and see in which unions they are; PostgreSQL decides that by itself.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

FEW_UNIONS = 3


class _read_not_sought(GenericFunction[int]):  # noqa: N801 (named as in SQL)
    """A column by which SQLite does not look for rows."""

    inherit_cache = True


@compiles(_read_not_sought)
def _plainly(element: _read_not_sought, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 (SQLAlchemy's)
    return compiler.process(element.clauses, **how)


@compiles(_read_not_sought, "sqlite")
def _with_a_plus(element: _read_not_sought, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 (SQLAlchemy's)
    """https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_."""
    return "+" + compiler.process(element.clauses, **how)


def in_some(union_id: InstrumentedAttribute[int], union_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a membership is in one of these unions."""
    if len(union_ids) <= FEW_UNIONS:
        return union_id.in_(union_ids)
    return _read_not_sought(union_id).in_(union_ids)
