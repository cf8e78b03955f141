import string
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.marks import CLOSE, OPEN, Mark, MissingValue, mark, names, personalise, split, without_marks

words = st.text(st.characters(exclude_categories=["Cs", "Co"]))
mark_names = st.text(string.ascii_lowercase + "_", min_size=1).filter(lambda name: name[0] != "_")


def test_a_simple_mark_is_written_as_the_renderer_writes_it():
    assert mark("given_name", "friend") == "\ue000given_name|friend\ue001"


@given(st.lists(words | st.builds(Mark, mark_names, words)))
def test_a_text_is_cut_into_what_it_was_made_of(parts):
    text = "".join(part if isinstance(part, str) else mark(part.name, part.fallback) for part in parts)

    marks = [part for part in split(text) if isinstance(part, Mark)]
    texts = "".join(part for part in split(text) if isinstance(part, str))

    assert marks == [part for part in parts if isinstance(part, Mark)]
    assert texts == "".join(part for part in parts if isinstance(part, str))


@given(mark_names, words)
def test_a_fallback_survives_a_template_that_escapes(name, fallback):
    written = mark(name, fallback)

    assert escape(written) == written
    assert split(escape(written)) == [Mark(name, fallback)]


def test_a_value_stands_in_for_its_mark():
    text = f"Dear {mark('given_name', 'friend')} of {mark('local')},"

    assert personalise(text, {"given_name": "Maria", "local": "UE Local 506"}) == "Dear Maria of UE Local 506,"


@pytest.mark.parametrize("values", [{}, {"given_name": ""}])
def test_without_a_value_the_fallback_is_said(values):
    assert personalise(f"Dear {mark('given_name', 'friend')}", values) == "Dear friend"


def test_value_and_fallback_are_escaped_alike():
    html = f"<p>{mark('given_name', '<friend>')}{mark('union')}</p>"

    assert personalise(html, {"union": "A&B"}, escape) == "<p>&lt;friend&gt;A&amp;B</p>"


def test_a_link_nobody_has_is_an_error_and_not_an_empty_link():
    with pytest.raises(MissingValue, match="leave_url"):
        personalise(f"Leave: {mark('leave_url')}", {})


def test_an_empty_value_without_fallback_is_empty():
    assert personalise(f"[{mark('local')}]", {"local": ""}) == "[]"


def test_a_value_cannot_bring_in_another_mark():
    assert personalise(mark("a"), {"a": mark("b"), "b": "x"}) == mark("b")


@given(st.text(st.sampled_from([OPEN, CLOSE, "|", "a", "A", "\ue126"])))
def test_broken_marks_leave_only_readable_text(text):
    for part in split(text):
        assert isinstance(part, Mark) or part == without_marks(part) != ""


@pytest.mark.parametrize("name", ["", "Given", "a b", "a|b", f"a{CLOSE}", "1st"])
def test_only_plain_names_name_marks(name):
    with pytest.raises(ValueError, match="cannot name a mark"):
        mark(name)


def test_the_marks_of_several_texts_are_known_by_name():
    assert names(mark("a") + mark("b", "x"), "none", mark("a")) == {"a", "b"}
