import os
import signal
import subprocess
import sys
import time

import pytest
import redis
from sqlalchemy import func, select

from newsletter import embedded
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from tests.workers.conftest import lives, wait_until
from workers.crew import SHORTEST_LIFE_S

pytestmark = [pytest.mark.redis, pytest.mark.smtp_sink]
on_one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # it is not about rows


def test_a_campaign_that_is_due_goes_out_by_itself(start_workers, smtp_sink, look):
    start_workers(smtp_sink)

    wait_until(lambda: look()[0] is State.DONE)

    assert look()[1].sent == 50


@on_one_database
def test_an_emptied_redis_loses_nothing(start_workers, smtp_sink, look, redis_url):
    workforce = start_workers(smtp_sink)
    workforce.wait_for_workers(2)
    with redis.Redis.from_url(redis_url) as connection:
        connection.flushall()

    wait_until(lambda: look()[0] is State.DONE)

    assert look()[1].sent == 50


@on_one_database
def test_workers_started_before_redis_say_so_once_and_wait_for_it(start_workers, smtp_sink, look, tmp_path):
    said = tmp_path / "said"
    with said.open("w") as stderr:
        late = f"unix://{tmp_path / 'redis' / 'redis.sock'}"
        workers = start_workers(smtp_sink, redis_url=late, stderr=stderr).wait_for_workers(2)
    wait_until(said.read_text)
    time.sleep(3 * SHORTEST_LIFE_S)

    (line,) = said.read_text().splitlines()
    assert "Redis cannot be used" in line
    assert all(map(lives, workers))
    with embedded.running_redis(None, home=tmp_path) as server:
        assert server.url == late
        wait_until(lambda: look()[0] is State.DONE)
    assert look()[1].sent == 50


@on_one_database
def test_a_killed_worker_is_replaced(start_workers, smtp_sink):
    workforce = start_workers(smtp_sink)
    killed, *others = workforce.wait_for_workers(2)

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: killed not in workforce.processes() and len(workforce.processes()) == len(others) + 1)
    assert set(others) < set(workforce.processes())


@on_one_database
def test_asked_to_end_it_ends_within_seconds_and_leaves_nobody(start_workers, smtp_sink):
    workforce = start_workers(smtp_sink)
    workers = workforce.wait_for_workers(2)
    asked = time.monotonic()

    assert workforce.stop() == 0

    assert time.monotonic() - asked < 5
    assert not any(map(lives, workers))


@on_one_database
def test_workers_end_with_their_launcher_however_it_ends(start_workers, smtp_sink):
    workforce = start_workers(smtp_sink)
    workers = workforce.wait_for_workers(2)

    workforce.launcher.kill()

    wait_until(lambda: not any(map(lives, workers)))


def test_asked_to_end_in_the_middle_of_a_batch_nothing_is_in_doubt(start_workers, slow_smtp_sink, engine, look):
    workforce = start_workers(slow_smtp_sink, processes=1)
    wait_until(lambda: look()[1].sent > 0)

    assert workforce.stop() == 0

    assert look()[0] is State.SENDING
    with engine.connect() as connection:
        states = connection.execute(select(Message.state, func.count()).group_by(Message.state)).all()
    assert {state for state, _count in states} == {MessageState.QUEUED, MessageState.SENT}
    assert sum(count for _state, count in states) == 50


def test_a_wrong_setting_is_one_line(tmp_path):
    environment = os.environ | {"NEWSLETTER_HOME": str(tmp_path), "SMTP_URL": "gopher://relay"}

    ended = subprocess.run(
        [sys.executable, "-m", "workers"], env=environment, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert ended.stderr.startswith("SMTP_URL should begin with smtp://")
    assert len(ended.stderr.splitlines()) == 1
