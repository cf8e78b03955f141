import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsletter.db import make_engine
from newsletter.migrations import config, downgrade, upgrade
from newsletter.models import Base
from tests import databases
from tests.servers import LeftOut


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def untouched(request, run, worker_id, tmp_path):
    """An engine on a database that has never been migrated."""
    try:
        url = (
            f"sqlite:///{tmp_path / 'untouched.sqlite3'}"
            if request.param == "sqlite"
            else databases.create_postgresql(run, f"untouched_{worker_id}")
        )
    except LeftOut as reason:
        pytest.skip(f"PostgreSQL: {reason}")
    engine = make_engine(url)
    yield engine
    engine.dispose()


def differs(_context, _inspected_column, column, inspected, wanted):
    """Whether a column's type is another than its model's; an enum of ours is kept as text."""
    if isinstance(wanted, sa.Enum):
        return not isinstance(inspected, sa.String) or inspected.length != wanted.length
    return None


def tables(engine):
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_history_has_one_end():
    history = ScriptDirectory.from_config(config())

    assert len(history.get_heads()) == 1
    assert len(history.get_bases()) == 1


def test_it_runs_up_and_down_and_up_again(untouched):
    upgrade(untouched)
    assert tables(untouched) == set(Base.metadata.tables)

    downgrade(untouched)
    assert tables(untouched) == set()

    upgrade(untouched)
    assert tables(untouched) == set(Base.metadata.tables)


@pytest.mark.postgresql
def test_going_down_leaves_no_function_behind(untouched):
    if untouched.dialect.name == "sqlite":
        left = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        left = sa.text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    upgrade(untouched)
    with untouched.connect() as connection:
        assert connection.execute(left).all()

    downgrade(untouched)

    with untouched.connect() as connection:
        assert connection.execute(left).all() == []


def test_the_tables_are_those_of_the_models(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": differs, "render_as_batch": True})

        assert compare_metadata(context, Base.metadata) == []
