"""A worker that cannot note on its disk what it hands over hands nothing over, and says so."""

import resource
from contextlib import closing, contextmanager

import pytest

from newsletter.delivery import queries
from newsletter.delivery.journal import Journal
from newsletter.delivery.models import BatchState
from newsletter.mail.route import Route
from newsletter.mail.switchboard import Switchboard
from tests.mail.smtp.scripted_relay import QUICK, ScriptedRelay

PAGE = "a worker cannot note on its disk what it sends: "
BEGUN_BYTES, NOTE_BYTES = 25, 13

pytestmark = pytest.mark.parametrize(  # whose files are not this process's
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@contextmanager
def room_for(size_bytes):
    """No file of this process can grow beyond it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def relay(place, tmp_path):
    """Takes everything; the journal is a file."""
    place.office.journal = Journal(tmp_path)
    with closing(ScriptedRelay()) as relay, closing(Switchboard()) as ways:
        place.office.transport = ways
        place.office.way = Route("relay", relay.relay(), 1, QUICK)
        yield relay


def problems(place, campaign):
    return [problem for problem, _count in queries.problems(place.session, campaign_id=campaign.id)]


@pytest.mark.parametrize("size_bytes", [0, 10, BEGUN_BYTES, BEGUN_BYTES + NOTE_BYTES - 1])
def test_without_room_for_a_note_nothing_is_handed_over(place, relay, size_bytes):
    campaign = place.started(5)

    with room_for(size_bytes):
        place.office.empty_letterbox()

    assert relay.ends_seen == []
    assert place.states(campaign) == {"queued": 5}
    assert {(one.attempts, one.doubts) for one in place.messages(campaign)} == {(0, 0)}
    assert [one.state for one in place.batches(campaign)] == [BatchState.QUEUED]
    (said,) = problems(place, campaign)
    assert said.startswith(PAGE)


def test_what_was_noted_before_the_disk_was_full_is_sent_and_known(place, relay):
    campaign = place.started(5)

    with room_for(BEGUN_BYTES + 4 * NOTE_BYTES + 5):
        place.office.empty_letterbox()

    assert len(relay.ends_seen) == 2
    assert place.states(campaign) == {"sent": 2, "queued": 3}
    assert problems(place, campaign)[0].startswith(PAGE)


def test_once_there_is_room_again_all_goes_on_and_nobody_got_it_twice(place, relay):
    campaign = place.started(5)
    for size_bytes in (0, 30, BEGUN_BYTES + 2 * NOTE_BYTES, 70):
        with room_for(size_bytes):
            place.office.empty_letterbox()
        place.office.clock.wait(seconds=31)
        place.office.sweep()

    place.office.empty_letterbox()

    assert place.states(campaign) == {"sent": 5}
    assert len(set(relay.ends_seen)) == len(relay.ends_seen) == 5
    assert problems(place, campaign) == []
