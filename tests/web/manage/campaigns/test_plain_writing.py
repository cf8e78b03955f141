import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.rendering.cleaning import rich_text
from newsletter.web.manage.campaigns.plain_writing import as_html, as_plain

PAIRS = [
    ("One paragraph.", "<p>One paragraph.</p>"),
    ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
    ("Line\nbreak", "<p>Line<br>break</p>"),
    ("**Bold** and *light*", "<p><strong>Bold</strong> and <em>light</em></p>"),
    (
        "See [the **report**](https://ue.example/a?b=1&c=2)",
        '<p>See <a href="https://ue.example/a?b=1&amp;c=2">the <strong>report</strong></a></p>',
    ),
    ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
    ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
    (r"2 \* 3 = 6 \[sic\]", "<p>2 * 3 = 6 [sic]</p>"),
    (r"\- no list", "<p>- no list</p>"),
    ("Dear {{given_name|friend}},", "<p>Dear {{given_name|friend}},</p>"),
    ("5 < 6 & 7 > 6", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
]


@pytest.mark.parametrize(("plain", "html"), PAIRS)
def test_what_one_types_is_what_is_stored(plain, html):
    assert as_html(plain) == html


@pytest.mark.parametrize(("plain", "html"), PAIRS)
def test_what_is_stored_is_shown_as_one_would_type_it(plain, html):
    assert as_plain(html) == plain


def test_what_cannot_be_typed_is_not_pretended_to_be():
    assert as_plain("<ul><li>one<ul><li>inner</li></ul></li></ul>") is None


@given(st.text())
def test_whatever_is_typed_becomes_clean_rich_text(plain):
    html = rich_text(as_html(plain))

    assert rich_text(html) == html


@given(st.text(alphabet="ab *[]()-1.\\\n<&\"'", max_size=60))
def test_showing_and_saving_again_changes_nothing(plain):
    stored = rich_text(as_html(plain))

    shown = as_plain(stored)

    assert shown is None or as_plain(rich_text(as_html(shown))) in {shown, None}
    assert shown is None or rich_text(as_html(shown)).replace('"', "&quot;") == stored.replace('"', "&quot;")
