import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.address import Address, Mailbox
from newsletter.mail.headers import (
    BadHeader,
    HeaderInjection,
    address_line,
    date_line,
    mailbox_line,
    phrase_line,
    raw_line,
    text_line,
)

MARIA = Address.parse("maria@ue506.example")
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])) | st.text('aé =?_"\\,.<>()', max_size=300)
ascii_words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300)


def read(line):
    """The one header of a message, as a mail reader has it."""
    ((_, value),) = message_from_bytes(line + b"\r\n", policy=default).items()
    return value


def lines_of(header):
    assert header.endswith(b"\r\n")
    return header[:-2].split(b"\r\n")


@given(words | ascii_words)
def test_a_subject_is_read_as_it_was_written(text):
    assert read(text_line("Subject", text)) == text.strip(" ")


@given(words | ascii_words)
def test_a_name_is_read_as_it_was_written(name):
    header = mailbox_line("From", Mailbox(name, MARIA)).removeprefix(b"From: ").decode()
    encoded, address = parseaddr(header.replace("\r\n ", " "))

    # not email.policy.default: Python 3.11 keeps the spaces between the encoded-words of a name
    assert str(make_header(decode_header(encoded))) == " ".join(name.split())
    assert address == str(MARIA)


@given(words | ascii_words)
def test_every_line_is_short_seven_bit_and_not_empty(text):
    for header in (text_line("Subject", text), phrase_line("List-Id", text, "a.b")):
        first, *others = lines_of(header)
        assert all(re.fullmatch(rb"[ -~]*", line) and len(line) <= 998 for line in [first, *others])
        assert all(line.startswith(b" ") and line.strip() for line in others)


@given(st.text("aáb ", max_size=400))
def test_lines_with_encoded_words_keep_to_their_limit(text):
    for header in (
        text_line("Subject", text),
        text_line("X-" + "a" * 38, text),
        phrase_line("From", text, "a@b.example"),
    ):
        assert all(len(line) <= 76 for line in lines_of(header) if b"=?" in line)


@given(st.text(), st.sampled_from("\r\n\0"), st.text())
def test_nothing_breaks_out_of_its_line(before, sign, after):
    for write in (text_line, raw_line, lambda name, text: phrase_line(name, text, "a@b.example")):
        with pytest.raises(HeaderInjection):
            write("Subject", before + sign + after)


@given(st.text(st.characters(categories=["Cc"], exclude_characters="\r\n\0"), min_size=1))
def test_control_characters_never_stand_raw(text):
    assert re.fullmatch(rb"Subject: =[ -~]+\r\n|(?:[ -~]+\r\n)+", text_line("Subject", text))


def test_only_the_words_that_need_it_are_encoded():
    assert (
        text_line("Subject", "Medicare: la réponse is here")
        == b"Subject: Medicare: la =?utf-8?q?r=C3=A9ponse?= is here\r\n"
    )


def test_what_looks_encoded_is_not_decoded_by_readers():
    assert read(text_line("Subject", "about =?utf-8?q?x?= here")) == "about =?utf-8?q?x?= here"


def test_a_long_one_click_link_stays_raw_and_whole():
    link = "https://news.nasp.example/leave/now/" + "a" * 200
    value = f"<{link}>, <mailto:leave+{'b' * 40}@nasp.example>"

    header = raw_line("List-Unsubscribe", value)

    assert lines_of(header)[0] == f"List-Unsubscribe: <{link}>,".encode()
    assert header.replace(b"\r\n ", b" ") == f"List-Unsubscribe: {value}\r\n".encode()


@given(ascii_words)
def test_raw_values_unfold_to_themselves(value):
    assert raw_line("X-Trace", value).replace(b"\r\n ", b" ") == f"X-Trace: {value.strip(' ')}\r\n".encode()


def test_an_unbreakable_value_is_refused_before_a_relay_refuses_it():
    with pytest.raises(BadHeader, match="longer than a mail line"):
        raw_line("X-Trace", "a" * 1000)


@pytest.mark.parametrize("name", ["", "A b", "A:", "A\r\nB", "é", "a" * 41])
def test_a_header_needs_a_name(name):
    with pytest.raises(BadHeader, match="not a header name"):
        text_line(name, "x")


@pytest.mark.parametrize("token", ["a@b.example>", "a b", "", "a\n", "é@b.example"])
def test_an_address_cannot_leave_its_brackets(token):
    with pytest.raises(HeaderInjection):
        phrase_line("To", "Maria", token)


@pytest.mark.parametrize("address", ["josé@ue.example", "用户@xn--r8jz45g.xn--zckzah", "maria@ue506.example"])
def test_an_address_keeps_its_letters(address):
    line = address_line("To", "José", address).decode()

    assert parseaddr(line.removeprefix("To: "))[1] == address


@pytest.mark.parametrize("sign", [*map(chr, range(33)), "<", ">", "\x7f", "\x85", "\xa0", "\u2028", "\ud800"])
def test_no_letters_let_an_address_leave_its_brackets(sign):
    with pytest.raises(HeaderInjection):
        address_line("To", "", f"jos{sign}é@ue.example")


def test_a_name_is_optional():
    assert phrase_line("To", "", "maria@ue.example") == b"To: <maria@ue.example>\r\n"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-3, minutes=-30))])
def test_a_date_is_read_as_the_same_moment(zone):
    moment = datetime(2026, 5, 1, 12, 30, tzinfo=zone)

    assert read(date_line(moment)).datetime == moment


def test_a_date_without_zone_is_refused():
    with pytest.raises(BadHeader, match="zone"):
        date_line(datetime(2026, 5, 1))  # noqa: DTZ001
