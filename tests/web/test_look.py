"""Stylesheets, and a union's colour wherever we put it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.rendering.colour import contrast
from newsletter.web.colour import PAPER_BY_DAY, PAPER_BY_NIGHT, accent
from newsletter.web.stylesheets import Sheet, stylesheet

READABLE = 4.5


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_every_colour_can_be_read_on_and_written_upon(colour):
    shades = accent(colour)

    assert contrast(shades.fill, shades.on_fill) >= READABLE
    assert contrast(shades.ink_by_day, PAPER_BY_DAY) >= READABLE
    assert contrast(shades.ink_by_night, PAPER_BY_NIGHT) >= READABLE


@pytest.mark.parametrize("sheet", Sheet)
def test_a_sheet_uses_only_names_that_exist(sheet):
    text = stylesheet(sheet).text
    used = set(re.findall(r"var\((--[\w-]+)", text))

    assert used <= set(re.findall(r"(--[\w-]+):", text))
    assert "/*" not in text


def test_an_old_fingerprint_gets_the_new_sheet_but_not_for_ever(client):
    answer = client.get("/style/public.000000000000.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/style/secret.abc.css", "/brand/red.css", "/brand/zzzzzz.css", "/static/../look.py"]
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404


def test_a_brand_is_three_shades(client):
    assert "--accent: #b3202a" in client.get("/brand/b3202a.css").text
