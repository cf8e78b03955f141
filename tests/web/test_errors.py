"""Trouble, in words: what happened, what to do, a number to quote, and nothing half done."""

import logging
import re
import sqlite3

import pytest
from sqlalchemy import event, func, select

from newsletter.errors import NewsletterError, NotVisible
from newsletter.subscribers.models import Subscriber
from newsletter.web.context import db

SIGN_UP = {"email": "rosa@example.org", "topics": "1", "language": "en", "wording": "1"}


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def on_each_connection(app, *pragmas):
    """Make the database of this app meet conditions of the worse kind."""
    with app.app_context():
        engine = db.engine
        engine.dispose()

    @event.listens_for(engine, "connect")
    def _worsen(connection, _record):
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")


def subscribers(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Subscriber))


@on_sqlite
def test_a_full_disk_is_said_and_nothing_is_half_done(app, client):
    on_each_connection(app, "max_page_count = 1")

    answers = [client.post("/join/ue", data=SIGN_UP | {"email": f"{'x' * 60}{n}@example.org"}) for n in range(40)]

    full = [one for one in answers if one.status_code == 503]
    assert full
    assert "right now" in full[0].text
    assert full[0].headers["Retry-After"]
    assert subscribers(app) == sum(one.status_code == 303 for one in answers)


@on_sqlite
def test_a_locked_database_is_said_in_the_readers_language(app, client, database):
    on_each_connection(app, "busy_timeout = 1")
    other = sqlite3.connect(database.engine.url.database)
    other.execute("BEGIN IMMEDIATE")

    answer = client.post("/join/ue?lang=fr", data=SIGN_UP)

    assert answer.status_code == 503
    assert '<html lang="fr">' in answer.text
    other.close()
    assert client.post("/join/ue", data=SIGN_UP).status_code == 303


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (NotVisible(), 404, "no such page"),
        (NewsletterError("The relay must be named first."), 409, "The relay must be named first."),
        (ZeroDivisionError("a secret of ours"), 500, "on our side"),
    ],
)
def test_an_exception_becomes_a_page_and_a_log_line_with_the_same_number(app, client, caplog, trouble, status, said):  # noqa: PLR0917
    def fail():
        raise trouble

    app.add_url_rule("/fail", view_func=fail)
    with caplog.at_level(logging.INFO):
        answer = client.get("/fail")

    assert answer.status_code == status
    assert said in answer.text
    assert "secret" not in answer.text
    number = answer.headers["X-Request-ID"]
    assert number in answer.text
    assert number in {record.request_id for record in caplog.records if record.name == "newsletter.web.errors"}


def test_a_missing_page_a_wrong_method_and_a_strange_path(client):
    assert client.get("/nothing/here").status_code == 404
    wrong = client.put("/join")
    assert wrong.status_code == 405
    assert "GET" in wrong.headers["Allow"]
    assert client.get("/%00%ff").status_code == 404
    assert not re.search(r'href="(https?:)?//', client.get("//elsewhere.example/?lang=fr").text)


def test_lost_staff_are_led_to_the_door_and_lost_members_to_the_sign_up(client):
    staff, member = client.get("/manage/ue/nowhere").text, client.get("/nowhere").text

    assert re.search(r'<a href="/manage/">Sign in</a>', staff)
    assert "sign-up page" not in staff
    assert "sign-up page" in member


def test_a_token_never_reaches_the_log(client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.get("/confirm/c2VjcmV0LXRva2Vu")

    assert "c2VjcmV0LXRva2Vu" not in caplog.text


def test_each_request_leaves_one_line_with_its_number(client, caplog):
    with caplog.at_level(logging.INFO):
        answer = client.post("/join/ue", data={})

    lines = [record for record in caplog.records if record.name == "newsletter.web.request_ids"]
    assert [line.request_id for line in lines] == [answer.headers["X-Request-ID"]]
    assert "POST /join/<slug>: 400" in lines[0].getMessage()


@pytest.mark.parametrize("path", ["/join/%00", "/join/ue%00/sent", f"/events/{'9' * 40}.ics", f"/events/{2**63}.ics"])
def test_what_no_database_can_hold_is_not_found(client, path):
    assert client.get(path).status_code == 404


@on_sqlite
def test_an_address_never_reaches_the_log(app, client, caplog):
    on_each_connection(app, "max_page_count = 1")

    for number in range(20):
        client.post("/join/ue", data=SIGN_UP | {"email": f"rosa{number}{'x' * 40}@example.org"})

    assert "disk is full" in caplog.text
    assert "rosa" not in caplog.text
