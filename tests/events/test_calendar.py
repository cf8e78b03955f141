"""What a calendar gets to read: the object as it was cast for one person."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from newsletter.events import calendar
from newsletter.events.models import Event
from newsletter.mail.address import Address, Mailbox
from newsletter.mail.calendar import Calendar as Part
from newsletter.mail.letter import MESSAGE_ID, RECIPIENT, Letter
from newsletter.mail.marks import Mark, mark, split
from newsletter.mail.mould import Mould
from tests.clock import NOON

ZONES = ["America/Toronto", "America/Mexico_City", "America/St_Johns", "America/Phoenix", "UTC"]
SUMMER, WINTER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2027, 1, 12, 0, 30, tzinfo=UTC)
ORGANIZER = calendar.Organizer('UE "news"; ATTENDEE=all', "answers@ue.example")


def event(**more):
    said = {
        "id": 7,
        "title": {
            "en": "Care; across, borders",
            "fr": "Soigner sans frontières — ensemble, malgré l’océan de l’Ouest",
        },
        "description": {"en": "First line\nSecond \\ line"},
        "starts_at": SUMMER,
        "ends_at": SUMMER + timedelta(minutes=90),
        "time_zone": "America/Toronto",
        "place": None,
        "online_url": "https://zoom.example/j/1?pwd=" + "x" * 90,
        "sequence": 0,
    }
    return Event(**said | more)


def invited(one, *, language="en", recipient="maria@members.example"):
    """The text of the calendar part of this person's copy."""
    written = calendar.invitation(one, organizer=ORGANIZER, domain="n.example", language=language, now=NOON)
    letter = Letter(
        from_=Mailbox("UE", Address.parse("news@ue.example")), subject="", text="", html="", calendar=Part(written)
    )
    copy = Mould.compile(letter, date=NOON).cast({RECIPIENT: recipient, MESSAGE_ID: "1@n.example"})
    (part,) = [
        one
        for one in message_from_bytes(copy, policy=policy.default).walk()
        if one.get_content_type() == "text/calendar"
    ]
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    return part.get_payload(decode=True)


def read(text) -> Any:
    return Calendar.from_ical(text)


def entry(text) -> Any:
    (found,) = read(text).events
    return found


def test_it_is_a_request_by_the_union_to_one_person():
    one = entry(invited(event()))

    assert read(invited(event()))["METHOD"] == "REQUEST"
    assert one["ATTENDEE"] == "mailto:maria@members.example"
    assert {name: one["ATTENDEE"].params[name] for name in ("PARTSTAT", "RSVP", "ROLE")} == {
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "ROLE": "REQ-PARTICIPANT",
    }
    assert one["ORGANIZER"] == "mailto:answers@ue.example"
    assert (one["STATUS"], one["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_each_copy_invites_its_own_person():
    for recipient in ("a@b.example", "somebody.with.a.long.name.indeed@a.very.long.domain.name.of.members.example"):
        assert entry(invited(event(), recipient=recipient))["ATTENDEE"] == f"mailto:{recipient}"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_is_written_in_the_language_of_the_copy(language):
    one = entry(invited(event(), language=language))

    expected = {"en": "Care; across, borders", "es": "Care; across, borders"}
    assert one["SUMMARY"] == expected.get(language, event().title["fr"])
    assert one["DESCRIPTION"] == "First line\nSecond \\ line"


def test_its_name_stays_and_its_sequence_counts_the_moves():
    first, moved = entry(invited(event())), entry(invited(event(sequence=3, starts_at=WINTER - timedelta(hours=1))))

    assert first["UID"] == moved["UID"] == "event-7@n.example"
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 3)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("moment", [SUMMER, WINTER])
def test_it_begins_at_the_same_moment_wherever_it_is_read(zone, moment):
    one = event(time_zone=zone, starts_at=moment, ends_at=moment + timedelta(hours=2))

    text = invited(one)

    whole = read(text)
    starts = whole.events[0]["DTSTART"].dt
    theirs = whole.timezones[0].to_tz(lookup_tzid=False)
    assert starts.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert starts.replace(tzinfo=theirs) == moment
    assert whole.events[0]["DTEND"].dt - starts == timedelta(hours=2)
    assert whole.events[0]["DTSTAMP"].dt == NOON


@pytest.mark.parametrize("zone", [one for one in ZONES if one != "UTC"])
def test_a_zone_that_is_named_is_explained(zone):
    text = invited(event(time_zone=zone)).decode()

    assert f"DTSTART;TZID={zone}:" in text
    assert text.count(f"TZID:{zone}\r\n") == 1
    assert text.index("END:VTIMEZONE") < text.index("BEGIN:VEVENT")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_lines_are_of_75_octets_at_most_and_end_as_they_should(language):
    text = invited(event(), language=language)

    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert text.endswith(b"END:VCALENDAR\r\n")
    text.decode("utf-8")


def test_an_organizers_name_stays_in_its_place():
    one = entry(invited(event()))

    assert "ATTENDEE=all" in one["ORGANIZER"].params["CN"]
    assert isinstance(one["ATTENDEE"], str)


@pytest.mark.parametrize("title", ["x\r\nATTENDEE:mailto:eve@example.org", "x\nEND:VEVENT", '\\n;,:"'])
def test_a_title_stays_in_its_place(title):
    one = event(title={"en": title})

    text = invited(one)

    assert entry(text)["SUMMARY"] == title.replace("\r\n", "\n")
    assert text.count(b"\r\nATTENDEE") == 1


def test_a_place_comes_before_the_address_of_the_call():
    assert entry(invited(event()))["LOCATION"] == event().online_url
    assert entry(invited(event(place="Hall 5")))["LOCATION"] == "Hall 5"
    assert "URL" not in entry(invited(event(place="Hall 5", online_url=None)))


def test_for_everybody_it_is_published_and_invites_nobody():
    whole = read(calendar.published(event(), domain="n.example", language="en", now=NOON))

    assert whole["METHOD"] == "PUBLISH"
    assert whole.events[0]["UID"] == "event-7@n.example"
    assert "ATTENDEE" not in whole.events[0]
    assert "ORGANIZER" not in whole.events[0]


def test_nobody_can_write_a_mark_into_an_event():
    """A mark that is not ours would stop every copy of the invitation, or be filled with what is not meant for it."""
    forged = event(title={"en": mark("nothing")}, description={"en": mark("leave_url")}, place=mark("recipient"))

    written = calendar.invitation(forged, organizer=ORGANIZER, domain="n.example", language="en", now=NOON)

    assert [part.name for part in split(written) if isinstance(part, Mark)] == [RECIPIENT]
