"""The calendar part: iCalendar, iTIP and iMIP, STANDARDS 1.6. What ical.js reads in it stands in test_ical_js."""

import pytest

from newsletter.rendering import MailKind
from tests.standards.samples import samples


def part_of(mail):
    (part,) = (one for one in mail.message.walk() if one.get_content_type() == "text/calendar")
    return part


def object_of(mail):
    return part_of(mail).get_payload(decode=True)


def test_it_stands_last_among_the_alternatives(invitation):
    types = [part.get_content_type() for part in invitation.message.iter_parts()]

    assert types == ["text/plain", "text/html", "text/calendar"]


def test_the_part_says_the_same_method_as_the_object(invitation):
    part = part_of(invitation)

    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    assert b"\r\nMETHOD:REQUEST\r\n" in object_of(invitation)


def test_its_lines_are_folded_between_characters(invitation):
    lines = object_of(invitation).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_it_names_one_member_and_no_other(invitation):
    unfolded = object_of(invitation).replace(b"\r\n ", b"").decode()

    assert unfolded.count("ATTENDEE") == 1
    assert unfolded.count("@members.example") == 1
    assert f":mailto:{invitation.sample.address}\r\n" in unfolded


def test_every_copy_is_about_the_same_event(mails):
    identifiers = {
        line
        for sample in samples(MailKind.INVITATION)
        for line in object_of(mails[sample]).split(b"\r\n")
        if line.startswith((b"UID:", b"SEQUENCE:"))
    }

    assert len(identifiers) == 2


@pytest.mark.parametrize("kind", [kind for kind in MailKind if kind is not MailKind.INVITATION])
def test_other_mails_carry_none(mails, kind):
    for sample in samples(kind):
        assert b"text/calendar" not in mails[sample].source
