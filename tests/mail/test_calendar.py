import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Ics
from icalendar import Event, vCalAddress, vText

from newsletter.mail.calendar import FOLD, Slot, fold, pieces
from newsletter.mail.marks import mark

VALUES = {
    "recipient": "maria@ue506.example",
    "name": 'María "Mari" Gonzáles, jr.; x^y',
    "rsvp_url": "https://n.example/r?a=1",
}


def invitation(description="Hear workers; sum up, together\\o/", summary="Zoom exchange"):
    """An object as a calendar library writes it, folds and all."""
    event = Event()
    event.add("uid", "event-1@nasp.example")
    event.add("dtstamp", datetime(2026, 4, 1, tzinfo=UTC))
    event.add("dtstart", datetime(2026, 5, 1, 18, tzinfo=UTC))
    event.add("summary", summary)
    event.add("description", f"{description} {mark('rsvp_url')}")
    attendee = vCalAddress(f"mailto:{mark('recipient')}")
    attendee.params["CN"] = vText(mark("name"))
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    event.add("attendee", attendee, encode=False)
    calendar = Ics()
    calendar.add("prodid", "-//NASP//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical().decode()


def cast(text, values):
    return "".join(piece.write(values) if isinstance(piece, Slot) else piece for piece in pieces(text))


def read(text):
    (event,) = Ics.from_ical(text).walk("VEVENT")
    return event


def test_one_copy_names_one_person():
    event = read(cast(invitation(), VALUES))

    assert event["attendee"] == "mailto:maria@ue506.example"
    assert event["attendee"].params["CN"] == VALUES["name"]
    assert event["description"] == f"Hear workers; sum up, together\\o/ {VALUES['rsvp_url']}"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"])))
def test_a_text_value_is_read_as_it_was_given(value):
    event = read(cast(invitation(), VALUES | {"rsvp_url": value}))

    assert str(event["description"]).removesuffix(value) + value == str(event["description"])


@given(st.text(), st.text(), st.text())
def test_no_value_can_end_its_line(name, recipient, rsvp_url):
    copy = cast(invitation(), {"name": name, "recipient": recipient, "rsvp_url": rsvp_url})

    unfolded = copy.replace(FOLD, "")
    assert [re.split("[:;]", line)[0] for line in unfolded.split("\r\n")] == [
        *("BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "SUMMARY", "DTSTART", "DTSTAMP", "UID"),
        *("ATTENDEE", "DESCRIPTION", "END", "END", ""),
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("é-a", max_size=200), st.text("日a ", max_size=200))
def test_lines_are_folded_at_75_octets(name, summary, rsvp_url):
    copy = cast(invitation(summary=summary), VALUES | {"name": name, "rsvp_url": rsvp_url})

    assert all(len(line.encode()) <= 75 for line in copy.split("\r\n"))
    assert not re.search(r"\r(?!\n)|(?<!\r)\n", copy)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")), st.integers(10, 75))
def test_folding_is_undone_by_unfolding(line, room):
    assert fold(line, room).replace(FOLD, "") == line


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_may_come_with_either_newline(newline):
    text = newline.join(
        ["BEGIN:VEVENT", f"ATTENDEE:mailto:{mark('recip')[:3]}", f" {mark('recip')[3:]}", "END:VEVENT"]
    )

    assert cast(text, {"recip": "a@b.example"}).replace(FOLD, "") == (
        "BEGIN:VEVENT\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\n"
    )
