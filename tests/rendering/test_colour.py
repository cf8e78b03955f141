import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.rendering.colour import DAY, NEUTRAL, NIGHT, NIGHT_CARD, contrast, legible, palette

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_black_on_white_is_as_far_apart_as_colours_get():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@given(colours)
def test_whatever_colour_a_union_has_its_mails_are_legible(colour):
    shades = palette(colour)

    assert shades.accent == colour
    assert contrast(shades.on_accent, shades.accent) >= 4.5
    assert contrast(shades.on_night_button, shades.night_button) >= 4.5
    assert min(contrast(shades.link, ground) for ground in (DAY, shades.tint)) >= 4.5
    assert min(contrast(shades.night_link, ground) for ground in (NIGHT, NIGHT_CARD)) >= 4.5


@given(colours, colours)
def test_any_colour_can_be_made_legible_on_any_ground(colour, ground):
    assert contrast(legible(colour, ground), ground) >= 4.5


def test_a_legible_colour_is_left_alone():
    assert palette("#b5121b").link == "#b5121b"


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "#12345\n"])
def test_what_is_no_colour_is_a_quiet_grey(colour):
    assert palette(colour).accent == NEUTRAL
