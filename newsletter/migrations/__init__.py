"""The database's history, run by `newsletter db upgrade` and `newsletter db downgrade`."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from newsletter.migrations.row_security import fence, unfence

NEWEST = "head"


def upgrade(engine: Engine, revision: str = NEWEST) -> None:
    """Bring the database to a revision; doing it twice changes nothing. Raises MayNotMakeRoles."""
    command.upgrade(config(engine), revision)
    if revision == NEWEST and engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            fence(connection)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the database back to a revision. Staff pages show nobody until it is upgraded again."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            unfence(connection)
    command.downgrade(config(engine), revision)


def config(engine: Engine | None = None) -> Config:
    """Alembic's settings, with no file of its own."""
    with as_file(files(__name__)) as folder:
        made = Config()
        made.set_main_option("script_location", str(folder))
        made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["engine"] = engine
    return made
