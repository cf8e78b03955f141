"""A Redis that takes nothing more (`noeviction`) is said so, and costs only time."""

import time

import pytest

from newsletter.campaigns.lifecycle import State
from tests.workers.conftest import lives, wait_until
from workers.crew import SHORTEST_LIFE_S

pytestmark = [
    pytest.mark.redis,
    pytest.mark.smtp_sink,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),  # it is not about rows
]


def test_workers_wait_for_room_and_say_so_once(start_workers, smtp_sink, look, room, tmp_path):
    room.take()
    said = tmp_path / "said"
    with said.open("w") as stderr:
        workers = start_workers(smtp_sink, stderr=stderr).wait_for_workers(2)
    wait_until(said.read_text)
    time.sleep(3 * SHORTEST_LIFE_S)

    (line,) = said.read_text().splitlines()
    assert "used memory > 'maxmemory'" in line
    assert all(map(lives, workers))
    assert look()[1].audience == 0

    room.give()
    wait_until(lambda: look()[0] is State.DONE)
    assert look()[1].sent == 50


def test_a_campaign_under_way_loses_nobody(start_workers, slow_smtp_sink, look, room, tmp_path):
    said = tmp_path / "said"
    with said.open("w") as stderr:
        start_workers(slow_smtp_sink, stderr=stderr)
    wait_until(lambda: look()[1].sent)

    room.take()
    wait_until(lambda: "used memory > 'maxmemory'" in said.read_text())
    time.sleep(2 * SHORTEST_LIFE_S)
    room.give()

    wait_until(lambda: look()[1].sent == 50)
    wait_until(lambda: look()[0] is State.DONE)
