"""What stands in a journal can be read back, however it was torn off."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.journal import SUFFIX, Journal, Turn, orphan, read
from newsletter.mail.smtp import Kind, Outcome

TURN = Turn(7, 100_003, 2)
OUTCOMES = st.builds(
    Outcome, st.integers(1, 2**40), st.sampled_from(Kind), st.integers(0, 599), st.text(max_size=600)
)


def path_in(folder):
    (path,) = folder.glob(f"*{SUFFIX}")
    return path


def read_in(folder):
    found = read(path_in(folder).read_bytes())
    assert found
    return found


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path)
    made.begin(TURN)
    yield made
    made.close()


def test_what_was_handed_over_and_not_heard_of_is_in_doubt(journal, tmp_path):
    for key in (1, 2, 3):
        journal.handing(key)
    journal.heard(Outcome(1, Kind.ACCEPTED, 250, "Ok"))
    journal.heard(Outcome(3, Kind.DEFERRED, 451, "4.7.1 später"))

    found = read_in(tmp_path)

    assert found.turn == TURN
    assert found.handed == {2}
    assert found.heard == {1: Outcome(1, Kind.ACCEPTED, 250), 3: Outcome(3, Kind.DEFERRED, 451, "4.7.1 später")}


def test_what_was_not_written_to_its_end_is_not_in_doubt(journal, tmp_path):
    journal.handing(1)
    journal.heard(Outcome(1, Kind.UNSENT, 0, "the connection broke"))

    found = read_in(tmp_path)

    assert found.handed == set()
    assert found.heard == {}


def test_a_new_turn_begins_an_empty_page(journal, tmp_path):
    journal.handing(1)
    journal.begin(Turn(7, 100_004, 1))

    assert read_in(tmp_path).handed == set()


def test_a_turn_that_ended_leaves_nothing_to_settle(journal, tmp_path):
    journal.handing(1)
    journal.end()

    assert read(path_in(tmp_path).read_bytes()) is None


def test_a_living_process_keeps_its_journal(journal, tmp_path):
    with orphan(path_in(tmp_path)) as found:
        assert found is None
    assert path_in(tmp_path).exists()


def test_a_dead_ones_is_settled_once(journal, tmp_path):
    path = path_in(tmp_path)
    journal.leave()
    with orphan(path) as first, orphan(path) as second:
        assert first
        assert first.turn == TURN
        assert second is None

    assert not path.exists()
    with orphan(path) as third:
        assert third is None


def test_what_could_not_be_settled_is_kept(journal, tmp_path):
    path = path_in(tmp_path)
    journal.leave()

    with pytest.raises(ZeroDivisionError), orphan(path):
        raise ZeroDivisionError

    assert path.exists()


def test_a_full_disk_stops_before_the_next_mail_but_not_before_an_outcome(journal, monkeypatch):
    with Path("/dev/full").open("ab", buffering=0) as full:
        monkeypatch.setattr(journal, "_file", full.fileno())

        journal.heard(Outcome(1, Kind.ACCEPTED, 250))
        with pytest.raises(OSError, match="No space left"):
            journal.handing(2)
        monkeypatch.undo()


@given(st.lists(OUTCOMES, max_size=8), st.integers(0, 60))
def test_a_torn_end_says_no_more_than_was_noted(tmp_path_factory, outcomes, torn):
    folder = tmp_path_factory.mktemp("journal")
    journal = Journal(folder)
    journal.begin(TURN)
    for outcome in outcomes:
        journal.handing(outcome.key)
        journal.heard(outcome)
    journal.close()
    whole = path_in(folder).read_bytes()

    found = read(whole[: max(len(whole) - torn, 0)])

    if found:
        assert {one.key for one in outcomes} >= found.heard.keys() | found.handed
        assert all(
            one.code in {other.code for other in outcomes if other.key == key} for key, one in found.heard.items()
        )


@given(st.binary(max_size=400))
def test_whatever_is_in_the_file_it_can_be_read(noise):
    read(noise)
    read(b"t" + noise)
