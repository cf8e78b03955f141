"""Triggers that refuse to change or delete rows of evidence, on both databases. TRUNCATE is PostgreSQL's alone."""

from alembic import op

EACH_ROW = ("update", "delete")
WHOLE_TABLE = "truncate"


def guard(table: str) -> None:
    """Make a table append-only."""
    if _is_sqlite():
        for event in EACH_ROW:
            op.execute(
                f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for event, level in (*((event, "ROW") for event in EACH_ROW), (WHOLE_TABLE, "STATEMENT")):
        name = _name(table, event)
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {level} EXECUTE FUNCTION {name}()")


def unguard(table: str) -> None:
    """Take the triggers away again."""
    if _is_sqlite():
        for event in EACH_ROW:
            op.execute(f"DROP TRIGGER {_name(table, event)}")
        return
    for event in (*EACH_ROW, WHOLE_TABLE):
        op.execute(f"DROP TRIGGER {_name(table, event)} ON {table}")
        op.execute(f"DROP FUNCTION {_name(table, event)}()")


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event}"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
