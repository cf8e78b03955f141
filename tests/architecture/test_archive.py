"""Every table says whether a union takes it along when it leaves (docs/archive.md)."""

from newsletter.exporting.archive.contents import FILES, IN_FILES, LEFT_OUT
from newsletter.models import Base
from tests.architecture.source import ROOT


def test_every_table_is_in_the_archive_or_says_why_not():
    answered = IN_FILES.keys() | LEFT_OUT.keys()

    missing = Base.metadata.tables.keys() - answered
    assert not missing, "say in exporting/archive/contents.py in which file it goes along, or why it does not"
    assert not answered - Base.metadata.tables.keys()
    assert not IN_FILES.keys() & LEFT_OUT.keys()


def test_what_is_said_to_be_in_a_file_has_one():
    assert set(IN_FILES.values()) <= FILES.keys()


def test_the_manual_names_every_file():
    manual = (ROOT / "docs" / "archive.md").read_text()

    assert [name for name in FILES if f"`{name}`" not in manual] == []
