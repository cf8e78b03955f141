from gettext import NullTranslations

import pytest

from newsletter.rendering import BLOCK_KINDS, BlockError, parse_blocks
from newsletter.rendering.blocks import FieldType
from newsletter.rendering.blocks.kinds import Event, Heading, Image, Level, Text, TwoColumns

TEXT = {"kind": "text", "html": "<p>x</p>"}


def test_json_becomes_blocks():
    heading = {"kind": "heading", "text": " May\nDay ", "level": "1"}

    assert parse_blocks([heading, TEXT]) == (Heading("May Day", Level.TITLE), Text("<p>x</p>"))


def test_what_is_left_out_is_empty():
    assert parse_blocks([{"kind": "image", "url": "https://img.example/1.png"}]) == (
        Image("https://img.example/1.png"),
    )
    assert parse_blocks([{"kind": "event_card"}]) == (Event(None),)
    assert parse_blocks([{"kind": "heading", "text": "x"}]) == (Heading("x", Level.SECTION),)


def test_what_the_store_keeps_beside_the_words_is_passed_over():
    assert parse_blocks([{**TEXT, "id": 3, "revision": 7}]) == (Text("<p>x</p>"),)


@pytest.mark.parametrize(
    ("json", "path", "says"),
    [
        ({}, "", "A list is expected"),
        ("text", "", "A list is expected"),
        (["text"], "0", "A block is expected"),
        ([TEXT, {"kind": "poem"}], "1", "no kind of block called “poem”"),
        ([{"text": "x"}], "0", "no kind of block called “None”"),
        ([{"kind": "heading"}], "0.text", "must not be empty"),
        ([{"kind": "heading", "text": 7}], "0.text", "Text is expected"),
        ([{"kind": "heading", "text": "x" * 301}], "0.text", "longer than 300"),
        ([{"kind": "heading", "text": "x", "level": 4}], "0.level", "values offered"),
        ([{"kind": "heading", "text": "x", "colour": "red"}], "0.colour", "no value called “colour”"),
        ([{"kind": "heading", "text": "{{email}}"}], "0.text", "no personal field “email”"),
        ([{"kind": "text", "html": "<p>&nbsp;</p>"}], "0.html", "must not be empty"),
        ([{"kind": "text", "html": "<ul><li>" * 40 + "x"}], "0.html", "nested too deeply"),
        ([{"kind": "text", "html": "{{given_<b>name</b>}}"}], "0.html", "no personal field"),
        ([{"kind": "button", "label": "Go", "url": "ue.example"}], "0.url", "“ue.example” is not a link"),
        ([{"kind": "image", "url": "mailto:a@ue.example"}], "0.url", "Choose an image"),
        ([{"kind": "image", "url": "https://x.example/1", "decorative": "perhaps"}], "0.decorative", "yes or no"),
        ([{"kind": "event_card", "event": "soon"}], "0.event", "Choose an event"),
        ([{"kind": "event_list", "events": []}], "0.events", "must not be empty"),
        ([{"kind": "event_list", "events": list(range(13))}], "0.events", "up to 12 events"),
        ([{"kind": "numbers", "figures": [{"value": "6"}]}], "0.figures.0.label", "must not be empty"),
        ([{"kind": "numbers", "figures": [7]}], "0.figures.0", "A block is expected"),
        ([{"kind": "logos", "logos": [{}] * 25}], "0.logos", "24 at most, and there are 25"),
        ([{"kind": "two_columns", "left": [TEXT, {"kind": "two_columns"}]}], "0.left.1", "does not fit a column"),
        (
            [{"kind": "two_columns", "right": [{"kind": "button", "label": "Go"}]}],
            "0.right.0.url",
            "must not be empty",
        ),
        ([TEXT] * 201, "", "200 at most"),
    ],
)
def test_what_does_not_fit_says_where_and_why(json, path, says):
    with pytest.raises(BlockError, match=says) as refusal:
        parse_blocks(json)

    assert refusal.value.path == path
    assert says in refusal.value.message(NullTranslations())


def test_a_column_can_be_empty():
    assert parse_blocks([{"kind": "two_columns"}]) == (TwoColumns((), ()),)


def test_every_kind_says_what_its_form_asks():
    for kind in BLOCK_KINDS.values():
        assert kind.label
        for field in kind.fields:
            assert field.label
            assert bool(field.items) == (field.type is FieldType.ITEMS)
            assert bool(field.choices) == (field.type is FieldType.CHOICE)
            assert not field.items or field.most
