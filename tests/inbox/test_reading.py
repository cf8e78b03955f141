from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newsletter.inbox.reading import opened
from newsletter.mail.address import Address, Mailbox
from newsletter.mail.calendar import Calendar, Layout
from newsletter.mail.letter import Letter
from newsletter.mail.marks import mark
from newsletter.mail.mould import Mould

ICS = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:e1@nasp.example"),
        *("DTSTAMP:20260401T000000Z", "DTSTART:20260501T180000Z", "DTEND:20260501T190000Z", "SEQUENCE:2"),
        *("SUMMARY:Zoom exchange", "LOCATION:Online", "ORGANIZER:mailto:rsvp@nasp.example"),
        *(f"ATTENDEE;RSVP=TRUE:mailto:{mark('recipient')}", "END:VEVENT", "END:VCALENDAR", ""),
    ]
)
PERSON = {"recipient": "maria@ue.example", "message_id": "m1@nasp.example"}


def invitation(layout=Layout.ALTERNATIVE):
    letter = Letter(
        from_=Mailbox("UE", Address.parse("news@ue.example")),
        subject="Zoom – exchange",
        text="Come to the exchange: https://nasp.example/e\n",
        html="<html><head><title>x</title></head><body><p>Café</p></body></html>",
        calendar=Calendar(ICS, layout=layout),
    )
    return Mould.compile(letter, date=datetime(2026, 4, 1, tzinfo=UTC)).cast(PERSON)


def test_a_mail_is_laid_out_part_by_part():
    mail = opened(invitation(Layout.ATTACHED_TOO))

    assert mail.text == "Come to the exchange: https://nasp.example/e\r\n"
    assert mail.html == "<html><head><title>x</title></head><body><p>Café</p></body></html>"
    assert [part.name for part in mail.attachments] == ["", "invite.ics"]
    assert dict(mail.headers)["Subject"] == "Zoom =?utf-8?b?4oCT?= exchange"


def test_an_invitation_is_readable():
    (part,) = opened(invitation()).attachments

    invited = part.invitation
    assert invited
    assert (invited.method, invited.summary, invited.place) == ("REQUEST", "Zoom exchange", "Online")
    assert invited.starts == datetime(2026, 5, 1, 18, tzinfo=UTC)
    assert (invited.organizer, invited.attendees) == ("rsvp@nasp.example", ("maria@ue.example",))
    assert (invited.uid, invited.sequence) == ("e1@nasp.example", "2")


def test_a_broken_calendar_is_shown_as_text():
    (part,) = opened(b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nnonsense").attachments

    assert part.invitation
    assert part.invitation.uid == ""
    assert part.invitation.text.startswith("BEGIN:VCALENDAR")


@given(st.binary(max_size=500) | st.text('Content-Type: /;=multipart\r\n-"boundaryé', max_size=300).map(str.encode))
def test_every_mail_can_be_opened(raw):
    mail = opened(raw)

    assert all(isinstance(value, str) for header in mail.headers for value in header)


def test_an_unknown_charset_is_read_as_well_as_possible():
    assert opened(b"Content-Type: text/plain; charset=klingon\r\n\r\nqapla").text == "qapla"
