"""Redis gone: people can still sign up, and are still counted."""

import logging

import pytest
from sqlalchemy import select

from newsletter.subscribers.models import Notice
from newsletter.web.limits import network

SIGN_UP = {"email": "rosa@example.org", "topics": "1", "language": "en", "wording": "1"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # it tells the log once in a process
def test_a_sign_up_works_without_redis_and_the_log_says_so(app, make_app, caplog):
    without_redis = make_app("redis://127.0.0.1:1/0").test_client(use_cookies=False)

    with caplog.at_level(logging.WARNING):
        answers = [without_redis.post("/join/ue", data=SIGN_UP).status_code for _ in range(21)]

    assert answers[0] == 303
    assert answers[-1] == 429
    assert "falling back" in caplog.text.lower()


@pytest.mark.redis
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_sign_up_works_with_a_redis_that_takes_nothing_more(app, make_app, redis_url, room):
    browser = make_app(redis_url).test_client(use_cookies=False)
    room.take()

    answers = [browser.post("/join/ue", data=SIGN_UP).status_code for _ in range(21)]

    assert answers[0] == 303
    assert answers[-1] == 429


def test_a_mail_that_cannot_be_queued_waits_in_its_row(client, queue, rows, caplog):
    queue.away = True

    answer = client.post("/join/ue", data=SIGN_UP)

    assert answer.status_code == 303
    assert rows.scalars(select(Notice)).one().due_at is not None
    assert "left to the sweep" in caplog.text


def test_processes_count_together_in_redis(app, make_app, redis_url):
    one, other = (make_app(redis_url).test_client(use_cookies=False) for _ in range(2))

    answers = [one.post("/join/ue", data={}).status_code for _ in range(20)]

    assert set(answers) == {400}
    assert other.post("/join/ue", data={}).status_code == 429


@pytest.mark.parametrize(
    ("seen", "same"),
    [
        (["192.0.2.7", "192.0.2.7"], True),
        (["192.0.2.7", "192.0.2.8"], False),
        (["2001:db8:1:2::7", "2001:db8:1:2:ffff::1"], True),
        (["2001:db8:1:2::7", "2001:db8:1:3::7"], False),
        (["", "unix:"], False),
    ],
)
def test_who_has_a_whole_network_of_addresses_counts_once(app, seen, same):
    """Every subscriber of IPv6 gets 2 to the 64 of them."""
    stand_for = set()
    for address in seen:
        with app.test_request_context("/join", environ_base={"REMOTE_ADDR": address}):
            stand_for.add(network())

    assert (len(stand_for) == 1) is same
