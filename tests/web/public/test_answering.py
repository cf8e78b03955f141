"""Yes, maybe or no, and the event in a calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from newsletter.events.models import Event, Rsvp


def answered(rows, rosa):
    rows.rollback()
    return rows.get(Rsvp, (1, rosa.id))


@pytest.mark.parametrize("said", ["yes", "maybe", "no"])
def test_the_mails_link_asks_for_one_click_more(client, path, rosa, rows, said):
    asked = client.get(f"{path('rsvp')}?answer={said}")
    assert answered(rows, rosa) is None
    assert asked.text.index(f'value="{said}"') == asked.text.index('value="')

    client.post(path("rsvp"), data={"answer": said})

    assert answered(rows, rosa).answer == said


def test_the_last_answer_counts(client, path, rosa, rows):
    for said in ("yes", "no"):
        client.post(path("rsvp"), data={"answer": said})

    assert answered(rows, rosa).answer == "no"


def test_the_page_says_when_in_each_place(client, path):
    shown = client.get(path("rsvp")).text

    assert "Eastern" in shown
    assert "Mexico City" in shown


def test_an_answer_that_is_none_is_asked_again(client, path, rosa, rows):
    assert client.post(path("rsvp"), data={"answer": "perhaps"}).status_code == 400
    assert answered(rows, rosa) is None


def test_after_the_end_there_is_nothing_to_answer(client, path, rosa, rows):
    event = rows.get(Event, 1)
    event.starts_at = datetime.now(UTC) - timedelta(days=2)
    event.ends_at = event.starts_at + timedelta(hours=1)
    rows.commit()

    assert "<button" not in client.get(path("rsvp")).text
    assert client.post(path("rsvp"), data={"answer": "yes"}).status_code == 410


def test_the_event_goes_into_a_calendar(client, path):
    invited = client.get(path("rsvp") + "/event.ics?lang=fr")
    anybody = client.get("/events/1.ics")

    assert anybody.content_type.startswith("text/calendar")
    assert invited.headers["Cache-Control"] == "no-store"
    assert Calendar.from_ical(invited.data).events[0]["SUMMARY"] == "Soigner sans frontières"


def test_a_closed_event_exists_only_for_who_is_invited(client):
    assert client.get("/events/2.ics").status_code == client.get("/events/77.ics").status_code == 404
