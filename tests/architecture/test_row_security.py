"""Every table says which of its rows there are inside the fence around staff pages (`newsletter.fence`)."""

from newsletter.migrations.row_security import POLICIES, Open
from newsletter.models import Base

PERSONAL = {"subscriber_id", "membership_id", "address_hash", "email"}


def test_every_table_says_which_rows_staff_have():
    missing = Base.metadata.tables.keys() - POLICIES.keys()
    assert not missing, "give each a policy in migrations/row_security.py: of which union is a row?"
    assert not POLICIES.keys() - Base.metadata.tables.keys()


def test_a_table_with_a_union_or_a_person_in_it_is_open_only_for_a_reason():
    personal = {table.name for table in Base.metadata.tables.values() if PERSONAL & set(table.c.keys())}
    assert {name for name in personal if isinstance(POLICIES[name], Open)} == {"account"}
