from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.marks import mark
from newsletter.rendering.plain import tidy, underlined, wrap
from newsletter.rendering.rich_plain import plain


@given(st.text("abc \n", max_size=400))
def test_lines_are_never_too_long_and_no_word_is_lost(text):
    wrapped = wrap(text, width=20)

    assert wrapped.split() == text.split()
    assert all(len(line) <= 20 or " " not in line for line in wrapped.splitlines())


def test_a_mark_is_never_broken_even_if_its_fallback_has_words():
    greeting = mark("given_name", "dear friend of the long table")

    assert greeting in wrap(f"Good evening {greeting}, how are you", width=20)


def test_a_bullet_hangs():
    assert wrap("one two three", first="* ", indent="  ", width=9) == "* one two\n  three"


def test_a_heading_is_underlined_as_far_as_it_goes():
    assert underlined("May Day", "=") == "May Day\n======="


def test_tidy_text_has_no_holes():
    assert tidy("\n\na  \n\n\n\nb\n\n") == "a\n\nb\n"


def test_rich_text_is_told_as_somebody_would_type_it():
    html = (
        "<p>Read the <a href='https://ue.example/?a=1&amp;b=2'>guide</a>,<br>or write to "
        "<a href='mailto:news@ue.example'>news@ue.example</a>.</p>"
        "<ol><li>first</li><li><p>second</p><ul><li>inner</li></ul></li></ol><p>End.</p>"
    )

    assert plain(html) == (
        "Read the guide (https://ue.example/?a=1&b=2),\nor write to news@ue.example.\n\n"
        "1. first\n2. second\n  * inner\n\nEnd."
    )


def test_tidying_takes_no_longer_than_the_text_is_long():
    began = perf_counter()

    tidy(" \t" * 20_000 + "x")

    assert perf_counter() - began < 1
