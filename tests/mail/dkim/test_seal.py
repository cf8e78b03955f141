"""A signed copy, read by a verifier that is not ours."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.mail.calendar import Calendar, Layout
from newsletter.mail.dkim import LIFE
from newsletter.mail.dkim.fields import SIGNED
from newsletter.mail.marks import mark
from newsletter.mail.mould import Mould
from tests.mail.dkim.keys import signers, verdicts
from tests.mail.test_mould import ICS, LETTER, LISTED, MARIA

NAMED = replace(
    LETTER,
    subject=f"{mark('given_name', 'Friend')}, what we won",
    list_headers=replace(LISTED, subscribe_url="https://ue.example/join", archive_url="https://ue.example/archive"),
    extra_headers={"X-Campaign": f"12; {mark('recipient')}"},
)
LETTERS = {
    "a list's": NAMED,
    "one subject for all": LETTER,
    "a service mail": replace(LETTER, list_headers=None),
    "no reply-to": replace(LETTER, reply_to=None),
    "a long subject": replace(LETTER, subject="Ce que les infirmières se sont dit de part et d’autre " * 5),
    "no subject": replace(LETTER, subject=""),
    "an invitation": replace(LETTER, calendar=Calendar(ICS)),
    "an attached invitation": replace(NAMED, calendar=Calendar(ICS, layout=Layout.ATTACHED_TOO)),
}

names = st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"]), max_size=120)


def signed(letter=NAMED, values=MARIA, at=None):
    return Mould.compile(letter, date=at or datetime.now(UTC), signers=signers()).cast(values)


def signature(mail, place=0):
    """The tags of one DKIM-Signature, without white space."""
    found = re.findall(rb"^DKIM-Signature: (.*\r\n(?:[ \t].*\r\n)*)", mail, re.MULTILINE)[place]
    tags = re.sub(r"\s", "", found.decode()).split(";")
    return dict(tag.split("=", 1) for tag in tags if tag)


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
def test_both_signatures_hold_for_every_kind_of_mail(letter):
    assert verdicts(signed(letter)) == [True, True]


@settings(max_examples=30)
@given(names, names, st.text("abc./-", max_size=400))
def test_they_hold_whoever_it_goes_to(given_name, full_name, path):
    person = MARIA | {
        "given_name": given_name,
        "full_name": full_name,
        "leave_now_url": f"https://news.nasp.example/{path}",
    }

    assert verdicts(signed(values=person)) == [True, True]


def test_the_rest_of_the_mail_is_as_it_was_without_them():
    at = datetime.now(UTC)
    for letter in LETTERS.values():
        bare = Mould.compile(letter, date=at).cast(MARIA)

        mail = signed(letter, at=at)

        assert mail.endswith(bare)
        assert mail.removesuffix(bare).startswith(b"DKIM-Signature: ")


def test_copies_of_one_mould_are_signed_each_for_itself():
    mould = Mould.compile(NAMED, date=datetime.now(UTC), signers=signers())
    maria, li = mould.cast(MARIA), mould.cast(MARIA | {"recipient": "li@unifor.example", "given_name": "Li"})

    assert verdicts(maria) == verdicts(li) == [True, True]
    assert signature(maria)["bh"] != signature(li)["bh"]


def test_both_headers_of_one_click_leaving_are_signed():
    for place in (0, 1):
        names = signature(signed(), place)["h"].split(":")

        assert names.count("List-Unsubscribe") == names.count("List-Unsubscribe-Post") == 2


def test_a_signature_says_when_it_was_made_and_ends_a_week_later():
    tags = signature(signed(at=datetime(2026, 5, 1, 12, tzinfo=UTC)))

    assert int(tags["x"]) - int(tags["t"]) == LIFE.total_seconds() == 7 * 86_400
    assert "l" not in tags


def test_it_does_not_hold_for_ever():
    with pytest.raises(dkim.ValidationError, match="x= value is past"):
        verdicts(signed(at=datetime.now(UTC) - timedelta(days=8)))


@pytest.mark.parametrize("name", SIGNED)
def test_a_header_that_is_added_on_the_way_breaks_it(name):
    assert verdicts(f"{name}: something else\r\n".encode() + signed()) == [False, False]
    head, _, body = signed().partition(b"\r\n\r\n")
    assert verdicts(head + f"\r\n{name}: something else\r\n\r\n".encode() + body) == [False, False]


@pytest.mark.parametrize("name", ["From", "To", "Subject", "List-Unsubscribe", "Message-ID", "Content-Type", "Date"])
def test_a_header_that_is_changed_on_the_way_breaks_it(name):
    changed = re.sub(rf"^{name}: ".encode(), f"{name}: x".encode(), signed(), count=1, flags=re.MULTILINE)

    assert verdicts(changed) == [False, False]


def test_a_word_more_in_the_body_breaks_it():
    with pytest.raises(dkim.ValidationError, match="body hash"):
        verdicts(signed() + b"PS: vote for me\r\n")


def test_what_servers_do_to_headers_on_the_way_does_not_break_it():
    mail = signed()
    refolded = re.sub(rb"^subject: ", b"SUBJECT:\t  ", mail, flags=re.MULTILINE | re.IGNORECASE)
    stamped = (
        b"Received: from a.example by b.example;\r\n\tMon, 1 Jan 2026\r\nReturn-Path: <b@x.example>\r\n" + refolded
    )

    assert refolded != mail
    assert verdicts(stamped) == [True, True]


def test_no_line_is_longer_than_people_like_to_read():
    for line in signed().split(b"\r\nFrom: ")[0].split(b"\r\n"):
        assert len(line) <= 78
