"""The form every mail server and reader agrees on: RFC 5321, 5322, 2045, 2047, STANDARDS 1.3."""

import re
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from tests.clock import NOON
from tests.standards.samples import FAMILY_NAME, GIVEN_NAME

ONCE = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")


def test_a_parser_finds_no_defect(mail):
    for part in mail.message.walk():
        assert part.defects == []
        assert [value.defects for value in part.values()] == [()] * len(part)


def test_only_seven_bits_and_whole_line_ends(mail):
    assert max(mail.source) < 0x80
    assert b"\0" not in mail.source
    assert mail.source.count(b"\r") == mail.source.count(b"\n") == mail.source.count(b"\r\n")
    assert mail.source.endswith(b"\r\n")


def test_no_line_is_longer_than_one_should_be(mail):
    longest = max(map(len, mail.source.split(b"\r\n")))

    assert longest <= 78


def test_quoted_printable_keeps_to_its_own_limit(mail):
    bodies = mail.source.partition(b"\r\n\r\n")[2].split(b"\r\n")

    assert max(map(len, bodies)) <= 76


def test_no_line_begins_with_a_dot(mail):
    assert b"\r\n." not in mail.source


def test_encoded_words_and_their_lines_are_short(mail):
    head = mail.source.partition(b"\r\n\r\n")[0]

    for line in head.split(b"\r\n"):
        words = re.findall(rb"=\?[^?]*\?[bqBQ]\?[^?]*\?=", line)
        assert all(len(word) <= 75 for word in words)
        assert not words or len(line) <= 76


def test_single_headers_stand_once(mail):
    for name in ONCE:
        assert len(mail.raw(name)) == 1, name
    for name in {name for name, _ in mail.header_lines} - {"dkim-signature"}:
        assert len(mail.raw(name)) == 1, name


def test_no_mail_shares_its_name_with_another(mails):
    names = [mail.raw("Message-ID")[0] for mail in mails.values()]

    assert len(set(names)) == len(mails)
    assert all(re.fullmatch(rb"<[!-;=?-~]+@news\.nasp\.example>", name) for name in names)


def test_the_date_is_when_it_was_made(mail):
    assert parsedate_to_datetime(mail.message["Date"]) == NOON


def test_one_sender_whose_name_and_address_read_back(mail):
    (sender,) = mail.message["From"].addresses

    names = {"ue": "UE news", "ibu": "Inlandboatmen’s Union, “IBU”", "nasp": "NASP news"}
    assert sender.display_name == names[mail.sample.union]
    assert sender.addr_spec == f"news@{mail.sample.union}.example"


def test_one_recipient_and_nobody_else(mail):
    (recipient,) = mail.message["To"].addresses

    assert recipient.addr_spec == mail.sample.address == mail.envelope.recipient
    assert not mail.raw("Cc")
    assert not mail.raw("Bcc")


def test_a_member_is_greeted_by_the_name_the_roster_has(list_mail):
    recipient = make_header(decode_header(list_mail.raw("To")[0].decode()))  # the newer parser doubles a space

    assert str(recipient) == f"{GIVEN_NAME} {FAMILY_NAME} <{list_mail.sample.address}>"


def test_the_alternatives_stand_from_plain_to_rich(mail):
    types = [part.get_content_type() for part in mail.message.iter_parts()]

    assert mail.message.get_content_type() == "multipart/alternative"
    assert types[:2] == ["text/plain", "text/html"]
    assert set(types[2:]) <= {"text/calendar"}
