import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.inbox.envelopes import Label, readable
from newsletter.mail.headers import text_line


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_a_subject_is_shown_as_it_was_written(subject):
    assert Label.of(text_line("Subject", subject) + b"\r\nbody").subject.strip() == subject.strip()


@given(st.binary() | st.text(":=?\r\n subjectfrom").map(str.encode))
def test_every_mail_has_a_label(raw):
    assert isinstance(Label.of(raw), Label)


def test_the_first_header_of_a_name_counts_and_only_in_the_head():
    label = Label.of(b"SUBJECT: one\r\nSubject: two\r\nMessage-Id: <a@b>\r\n\r\nFrom: body\r\n")

    assert label == Label(subject="one", from_="", to="", message_id="<a@b>")


def test_folded_headers_are_read_whole():
    assert Label.of(b"To: Maria\r\n <maria@ue.example>\r\n\r\n").to == "Maria <maria@ue.example>"


@pytest.mark.parametrize("broken", ["=?utf-9?q?x?=", "=?utf-8?b?x?=", "=?"])
def test_what_cannot_be_decoded_is_shown_as_it_is(broken):
    assert readable(broken) in {broken, ""}
