import quopri
import re

from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail import quoted_printable as qp

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("From .=\n\r é", max_size=300)
long_words = st.text("ab.=é ", min_size=60, max_size=400)


def in_mail_lines(text):
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


@given(texts | long_words)
def test_a_reader_gets_the_text_back(text):
    assert quopri.decodestring(qp.encode(text)).decode() == in_mail_lines(text)


@given(texts | long_words)
def test_every_line_keeps_its_promises(text):
    for line in qp.encode(text).split(b"\r\n"):
        assert len(line) <= 76
        assert re.fullmatch(rb"[ -~]*", line)
        assert not line.startswith((b".", b"From "))
        assert not line.endswith(b" ")


@given(texts | long_words)
def test_the_last_line_has_room_for_a_soft_break(text):
    assert len(qp.encode(text).rpartition(b"\r\n")[2]) <= 75


@given(texts | long_words)
def test_the_quick_way_for_values_says_the_same(value):
    assert quopri.decodestring(qp.encode_value(value)) == quopri.decodestring(qp.encode(value))
    assert max(map(len, qp.encode_value(value).split(b"\r\n"))) <= 76


def test_plain_words_stay_readable():
    assert qp.encode("Dear friends,\nWe won.") == b"Dear friends,\r\nWe won."


def test_half_a_character_becomes_a_question_mark():
    assert qp.encode("a\ud800b") == b"a?b"
