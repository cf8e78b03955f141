"""Reading a mail as its recipient would."""

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

import html5lib

from newsletter.mail.marks import personalise
from newsletter.rendering import PersonalField, RenderedMessage
from newsletter.rendering.page import LINK_MARKS

MARIA = {name: f"https://news.example/{name}?a=1&b=2" for name in LINK_MARKS} | {
    PersonalField.GIVEN_NAME: "Maria <\"&'>",
    PersonalField.FAMILY_NAME: "García",
    PersonalField.FULL_NAME: "Maria García",
    PersonalField.LOCAL: "UE Local 506",
    PersonalField.UNION: "UE",
}


def opened(mail: RenderedMessage) -> Element:
    """The HTML as a strict parser reads Maria's copy."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(personalise(mail.html, MARIA, escape))
    assert isinstance(page, Element)
    return page


def read(mail: RenderedMessage) -> str:
    """The text part of Maria's copy."""
    return personalise(mail.text, MARIA)


def seen(page: Element) -> str:
    """All text one sees, on one line."""
    body = page.find("body")
    assert body is not None
    return flat("".join(_words(body)))


def _words(element: Element) -> Iterator[str]:
    """Its text without comments; whatever begins a line parts two words."""
    tag: object = element.tag  # of a comment: a function
    if not isinstance(tag, str):
        return
    if tag not in {"a", "strong", "em", "span"}:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def flat(text: str) -> str:
    return " ".join(text.split())


def links_of(page: Element) -> dict[str, str]:
    """What each link says, by where it leads."""
    return {link.get("href", ""): flat("".join(link.itertext())) for link in page.iter("a")}
