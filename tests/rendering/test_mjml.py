from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from newsletter.mail.marks import mark
from newsletter.rendering.mjml import html_of

DOCUMENT = (
    '<mjml><mj-body><mj-section><mj-column><mj-image src="x" alt="{0}" /><mj-text>{0}</mj-text>'
    "</mj-column></mj-section></mj-body></mjml>"
)
signs = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=" ")


@given(st.text(signs, min_size=1))
def test_every_sign_comes_out_of_the_compiler_as_it_went_in(text):
    escaped = str(escape(text))

    html = html_of(DOCUMENT.format(escaped))

    assert f'alt="{escaped}"' in html
    assert f">{escaped}</div>" in html


def test_marks_survive_in_attributes():
    assert f'href="{mark("leave_url")}"' in html_of(
        DOCUMENT.format("x").replace("<mj-text>", f'<mj-text><a href="{mark("leave_url")}">leave</a>')
    )


def test_nothing_is_fetched_to_show_a_mail():
    html = html_of(DOCUMENT.format("x"))

    assert "fonts.googleapis" not in html
    assert "@import" not in html


def test_what_a_validator_would_refuse_is_mended():
    button = '<mj-button href="https://ue.example/">Go</mj-button></mj-column>'

    html = html_of(DOCUMENT.format("x").replace("</mj-column>", button))

    assert 'vertical-align="' not in html
    assert 'height="auto"' not in html
    assert 'role="article"' not in html
