"""A mail, rendered once for everybody of one union and language; what is personal stays a mark."""

from newsletter.rendering import plain
from newsletter.rendering.colour import palette
from newsletter.rendering.environment import Form, environment
from newsletter.rendering.fields import unpersonal
from newsletter.rendering.message import RenderedMessage, RenderInput
from newsletter.rendering.mjml import html_of
from newsletter.rendering.page import fallbacks, page
from newsletter.rendering.visible import as_read
from newsletter.rendering.words import MarkupWords, TextWords


def render(given: RenderInput) -> RenderedMessage:
    """The subject, the HTML and the text of a mail. Total: every input that can be made can be rendered."""
    mail = as_read(given)
    subject = _subject(mail)
    return RenderedMessage(subject=subject, html=_html(mail, title=unpersonal(subject)), text=_text(mail))


def _subject(mail: RenderInput) -> str:
    template = environment(mail.language, Form.TEXT).get_template(f"{mail.kind}/subject.txt")
    return " ".join(template.render(page(mail, TextWords(fallbacks(mail)))).split("\n")).strip()


def _html(mail: RenderInput, *, title: str) -> str:
    template = environment(mail.language, Form.MARKUP).get_template(f"{mail.kind}/body.mjml")
    words = MarkupWords(fallbacks(mail), link_colour=palette(mail.identity.colour).link)
    return html_of(template.render(page(mail, words), title=title))


def _text(mail: RenderInput) -> str:
    template = environment(mail.language, Form.TEXT).get_template(f"{mail.kind}/body.txt")
    return plain.tidy(template.render(page(mail, TextWords(fallbacks(mail)))))
