import json
import logging

import pytest
import redis
from rq import Queue
from rq.serializers import JSONSerializer

from newsletter.queueing import LANE, Job, JobName, Outbox, QueueName, RqDispatcher, look_for_room
from tests.fakes import Letterbox


def test_a_named_job_waits_for_the_commit():
    letterbox = Letterbox()
    outbox = Outbox(letterbox)

    outbox.name(JobName.SEND_NOTICE, notice_id=7)
    assert letterbox.jobs == []
    outbox.send()

    assert letterbox.jobs == [Job(JobName.SEND_NOTICE, {"notice_id": 7})]


def test_what_was_sent_is_not_sent_again():
    letterbox = Letterbox()
    outbox = Outbox(letterbox)
    outbox.name(JobName.SEND_NOTICE, notice_id=7)

    outbox.send()
    outbox.send()

    assert len(letterbox.jobs) == 1


def test_a_forgotten_job_is_never_sent():
    letterbox = Letterbox()
    outbox = Outbox(letterbox)
    outbox.name(JobName.SEND_NOTICE, notice_id=7)

    outbox.forget()
    outbox.send()

    assert letterbox.jobs == []


def test_a_queue_that_is_away_costs_a_line_in_the_log(caplog):
    outbox = Outbox(Letterbox(away=True))
    outbox.name(JobName.SEND_BATCH, campaign_id=1, number=2)

    with caplog.at_level(logging.WARNING):
        outbox.send()

    assert "1 jobs left to the sweep" in caplog.text
    assert outbox.named == []


@pytest.mark.redis
def test_a_redis_that_takes_nothing_more_costs_a_line_too(redis_url, room, caplog):
    with redis.Redis.from_url(redis_url) as connection:
        outbox = Outbox(RqDispatcher(connection))
        outbox.name(JobName.SEND_BATCH, campaign_id=1, number=2)
        look_for_room(connection)

        room.take()
        outbox.send()
        with pytest.raises(redis.RedisError, match="maxmemory"):
            look_for_room(connection)

    assert "1 jobs left to the sweep" in caplog.text


def test_every_job_has_a_lane():
    assert LANE.keys() == set(JobName)


def test_who_waits_for_a_mail_comes_before_a_million():
    lanes = list(QueueName)

    assert lanes.index(LANE[JobName.SEND_NOTICE]) < lanes.index(LANE[JobName.SEND_BATCH])


@pytest.mark.redis
def test_jobs_lie_in_redis_as_json_on_their_lanes(redis_url):
    connection = redis.Redis.from_url(redis_url)
    jobs = [Job(JobName.SEND_NOTICE, {"notice_id": 7}), Job(JobName.SEND_BATCH, {"campaign_id": 1, "number": 100000})]

    RqDispatcher(connection).dispatch(jobs)

    for lane, job in zip((QueueName.PEOPLE, QueueName.CAMPAIGNS), jobs, strict=True):
        (waiting,) = Queue(lane, connection=connection, serializer=JSONSerializer).jobs
        assert (waiting.func_name, waiting.kwargs) == (str(job.name), job.numbers)
        assert json.loads(waiting.data)
    connection.close()
