"""One mail as Python's own parser, a strict HTML parser and a look at its bytes see it."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib

from newsletter.mail.smtp import Envelope
from tests.standards.samples import Sample


@dataclass(frozen=True)
class Mail:
    sample: Sample
    envelope: Envelope[int]

    @property
    def source(self) -> bytes:
        return self.envelope.body

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.source, policy=SMTP)

    @cached_property
    def header_lines(self) -> list[tuple[str, bytes]]:
        """Name and value as they stand in the bytes, folds taken out but nothing decoded."""
        head = self.source.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b"\t")
        lines = [line.partition(b":") for line in head.split(b"\r\n")]
        return [(name.decode().lower(), value.strip()) for name, _, value in lines]

    def raw(self, name: str) -> list[bytes]:
        """Every value of a header."""
        return [value for one, value in self.header_lines if one == name.lower()]

    def part(self, content_type: str) -> str:
        """The text of the first part of this type."""
        (part, *_) = (one for one in self.message.walk() if one.get_content_type() == content_type)
        content: str = part.get_content()
        return content

    @cached_property
    def text(self) -> str:
        return self.part("text/plain")

    @cached_property
    def html(self) -> str:
        return self.part("text/html")

    @cached_property
    def page(self) -> Element:
        """The HTML; a strict parser raises at the first mistake."""
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.html)
        assert isinstance(page, Element)
        return page

    @property
    def links(self) -> list[Element]:
        return list(self.page.iter("a"))
