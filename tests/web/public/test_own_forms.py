"""A union's own sign-up forms, as a page and in a frame."""

import pytest
from sqlalchemy import func, select

from newsletter.subscribers.models import ConsentRecord, Notice, Subscriber
from newsletter.unions.models import Union
from tests.factories import make_form

LIMIT_BYTES = 30_000


def typed(**changes):
    return {"email": "rosa@example.org", "topics": "1", "language": "es", "wording": "1"} | changes


@pytest.fixture
def form(rows):
    """One of UE's."""

    def make(**other):
        made = make_form(rows, rows.scalars(select(Union).filter_by(slug="ue")).one(), **other)
        rows.commit()
        return made

    return make


def test_it_says_its_own_words_and_asks_what_it_asks(client, form):
    form(fields=["given_name", "region"], list_ids=[2])

    text = client.get("/join/ue/may-day?lang=fr").text

    assert "Marchez avec nous" in text
    assert 'name="given_name"' in text
    assert "Pennsylvan" in text
    assert 'name="country"' not in text
    assert "Union Renewal (fr)" in text
    assert "Medicare" not in text
    assert "checked" not in text.split('id="topics"')[1]


@pytest.mark.parametrize("path", ["/join/ue/may-day", "/join/ue/may-day/frame"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_is_light_and_runs_no_script(client, form, path, language):
    form(fields=["given_name", "family_name", "local", "country", "region"])

    answer = client.get(f"{path}?lang={language}")

    assert len(answer.data) < LIMIT_BYTES
    assert "<script" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_evidence_names_the_form_and_its_version(client, rows, form):
    form(fields=["given_name", "family_name"], version=3)

    answer = client.post("/join/ue/may-day", data=typed(given_name="Rosa", family_name=" Parks "))

    assert answer.location == "/join/ue/may-day/sent"
    assert "See you on May Day!" in client.get(answer.location).text
    assert rows.scalars(select(ConsentRecord)).one().source == "/join/ue/may-day, version 3"
    asked = rows.scalars(select(Notice)).one().asked
    assert (asked["given_name"], asked["family_name"]) == ("Rosa", "Parks")


def test_a_topic_it_does_not_offer_cannot_be_chosen(client, rows, form):
    form(list_ids=[2])

    assert client.post("/join/ue/may-day", data=typed()).status_code == 400
    assert rows.scalar(select(func.count()).select_from(Subscriber)) == 0


def test_a_name_cannot_end_a_line(client, form):
    form(fields=["given_name"])

    answer = client.post("/join/ue/may-day", data=typed(given_name="Rosa\r\nBcc: all@example.org"))

    assert answer.status_code == 400
    assert "no line breaks" in answer.text


def test_it_opens_in_its_language_unless_somebody_asks_for_another(client, form):
    form(language="es")

    assert '<html lang="es">' in client.get("/join/ue/may-day", headers={"Accept-Language": "en"}).text
    assert '<html lang="fr">' in client.get("/join/ue/may-day?lang=fr").text


def test_a_closed_form_leads_to_the_usual_page(client, form):
    form(is_open=False)

    for path, status in (("may-day", 410), ("may-day/frame", 410), ("nowhere", 404), ("nowhere/sent", 404)):
        answer = client.get(f"/join/ue/{path}")
        assert answer.status_code == status
        assert 'href="/join/ue"' in answer.text
    assert client.post("/join/ue/may-day", data=typed()).status_code == 410
    assert client.get("/join/nowhere/may-day").status_code == 404


def test_only_named_websites_may_show_the_frame(client, form):
    form(origins=["https://ue506.example"])

    frame, page = client.get("/join/ue/may-day/frame"), client.get("/join/ue/may-day")

    assert (
        "frame-ancestors 'self' https://ue.example https://ue506.example;" in frame.headers["Content-Security-Policy"]
    )
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors 'self';" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_is_sent_in_the_frame_stays_in_it(client, form):
    form()

    answer = client.post("/join/ue/may-day/frame", data=typed())

    assert answer.location == "/join/ue/may-day/frame/sent"
    assert "https://ue.example" in client.get(answer.location).headers["Content-Security-Policy"]


def test_no_origin_can_end_the_policy(client, form):
    form(origins=["https://x.example; script-src *"])

    assert "script-src *" not in client.get("/join/ue/may-day/frame").headers["Content-Security-Policy"]
