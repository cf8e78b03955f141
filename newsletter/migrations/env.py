"""Alembic's way in. Batch mode, because SQLite cannot alter a table in place."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from newsletter.db import UtcDateTime
from newsletter.models import Base


def written_as(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types under their own names; an enum as the text it is stored as."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    for name, matches in (
        ("UtcDateTime()", isinstance(item, UtcDateTime)),
        ("BigId", isinstance(item, sa.BigInteger)),
        ("Json", isinstance(item, sa.JSON)),
    ):
        if matches:
            autogen.imports.add("from newsletter.db import " + name.removesuffix("()"))
            return name
    return False


engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=written_as,
        compare_type=False,  # an enum column and its text would differ for ever; the tests compare by using them
    )
    with context.begin_transaction():
        context.run_migrations()
