"""Rich text as plain text: paragraphs, bullets and numbers, and after each link its address."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsletter.rendering.plain import wrap


def plain(html: str) -> str:
    """The rich text as somebody would type it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return "\n".join(reader.lines).strip("\n")


@dataclass
class _List:
    ordered: bool
    count: int = 0

    def bullet(self) -> str:
        self.count += 1
        return f"{self.count}. " if self.ordered else "* "


@dataclass
class _Link:
    address: str
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._lists: list[_List] = []
        self._bullet = ""
        self._link: _Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "a":
                self._link = _Link(dict(attrs).get("href") or "")
            case "br":
                self._words.append("\n")
            case "p":
                self._end_line()
            case "ul" | "ol":
                self._end_line()
                self._lists.append(_List(ordered=tag == "ol"))
            case "li":
                self._end_line()
                self._bullet = self._lists[-1].bullet() if self._lists else "* "

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a":
                self._end_link()
            case "p" if not self._lists:
                self.end_paragraph()
            case "p" | "li":
                self._end_line()
            case "ul" | "ol":
                self._end_line()
                self._lists = self._lists[:-1]
                if not self._lists:
                    self.lines.append("")

    def handle_data(self, data: str) -> None:
        words = data.replace("\n", " ")
        self._words.append(words)
        if self._link:
            self._link.words.append(words)

    def end_paragraph(self) -> None:
        if self._end_line():
            self.lines.append("")

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link and link.address and link.address.removeprefix("mailto:") != "".join(link.words).strip():
            self._words.append(f" ({link.address})")

    def _end_line(self) -> bool:
        text, self._words = "".join(self._words).strip(" \n"), []
        if not text:
            return False
        margin = "  " * max(len(self._lists) - 1, 0)
        first, self._bullet = margin + self._bullet, ""
        self.lines.append(wrap(text, first=first, indent=" " * len(first)))
        return True
