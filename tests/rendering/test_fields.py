import pytest

from newsletter.mail.marks import Mark, mark, split
from newsletter.rendering.fields import (
    PersonalField,
    UnknownField,
    check,
    check_rich,
    unpersonal,
    with_marks,
    with_marks_rich,
)

FALLBACKS = {PersonalField.GIVEN_NAME: "camarade"}


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("{{given_name|friend}}", Mark("given_name", "friend")),
        ("{{ given_name }}", Mark("given_name", "camarade")),
        ("{{given_name|}}", Mark("given_name", "camarade")),
        ("{{local}}", Mark("local")),
    ],
)
def test_a_field_becomes_a_mark_with_the_writers_word_or_ours(written, marked):
    assert split(with_marks(f"Dear {written}", FALLBACKS)) == ["Dear ", marked]


@pytest.mark.parametrize(
    "text", ["{{email}}", "{{given_name", "{{given_name.__class__}}", "{{ 7*7 }}", "{{given_name|{{local}}}}"]
)
def test_what_is_no_field_of_ours_is_refused_and_otherwise_left_as_it_is(text):
    with pytest.raises(UnknownField):
        check(text)


def test_the_error_names_the_field():
    with pytest.raises(UnknownField) as refusal:
        check("Dear {{nickname|you}}")

    assert refusal.value.name == "nickname"


def test_an_unknown_field_that_got_through_is_shown_and_not_swallowed():
    assert with_marks("Dear {{nickname}}", FALLBACKS) == "Dear {{nickname}}"


def test_a_field_inside_a_link_stays_what_it_is_as_addresses_are_logged():
    html = '<a href="https://ue.example/{{given_name}}">{{given_name|Q&amp;A}}</a>'

    marked = with_marks_rich(html, FALLBACKS)

    assert split(marked)[1:] == [Mark("given_name", "Q&A"), "</a>"]
    assert "{{given_name}}" in marked


def test_a_field_cut_in_two_by_a_tag_is_refused():
    with pytest.raises(UnknownField):
        check_rich("<p>Dear {{given_<strong>name</strong>}}</p>")


def test_without_a_reader_the_fallbacks_are_read():
    assert unpersonal(f"Hello {mark('given_name', 'friend')}!") == "Hello friend!"
