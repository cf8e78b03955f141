"""Rich text as people type it without an editor.

Blank lines stand between paragraphs, - or 1. in front of a list's items; **bold**, *italic*, [words](address).
What cannot be typed (a list in a list) is edited as it is stored; `as_plain` says so by returning None.
"""

import re
from html import escape
from html.parser import HTMLParser

_ESCAPABLE = re.compile(r"([\\*\[\]])")
_BULLET = re.compile(r"- +(.*)")
_NUMBER = re.compile(r"\d+[.)] +(.*)")
_LOOKS_LIKE_ITEM = re.compile(r"^(- |\d+[.)] )")
_INLINE = re.compile(
    r"\\(?P<plain>[\\*\[\]\-\d])"
    r"|\*\*(?P<strong>(?:\\.|[^*\\])+?)\*\*"
    r"|\*(?P<em>(?:\\.|[^*\\])+?)\*"
    r"|\[(?P<words>(?:\\.|[^\[\]\\])+?)\]\((?P<address>[^()\s]+)\)"
)


def as_html(plain: str) -> str:
    """The rich text that somebody typed."""
    blocks = re.split(r"\n[ \t]*\n+", plain.replace("\r\n", "\n").strip())
    return "".join(_block(block) for block in blocks if block.strip())


def as_plain(html: str) -> str | None:
    """What one would have typed for it, or None where nothing typed gives just this."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    plain = "\n\n".join(filter(None, reader.blocks()))
    return plain if _canonical(as_html(plain)) == _canonical(html) else None


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    for tag, pattern in (("ul", _BULLET), ("ol", _NUMBER)):
        items = [pattern.fullmatch(line) for line in lines]
        if all(items):
            return f"<{tag}>" + "".join(f"<li>{_inline(item[1])}</li>" for item in items if item) + f"</{tag}>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(text: str) -> str:
    written, end = [], 0
    for found in _INLINE.finditer(text):
        written += [escape(text[end : found.start()], quote=False), _span(found)]
        end = found.end()
    return "".join([*written, escape(text[end:], quote=False)])


def _span(found: re.Match[str]) -> str:
    if found["plain"]:
        return escape(found["plain"], quote=False)
    if found["address"]:
        return f'<a href="{escape(found["address"])}">{_inline(found["words"])}</a>'
    tag = "strong" if found["strong"] else "em"
    return f"<{tag}>{_inline(found[tag])}</{tag}>"


class _Reader(HTMLParser):
    """Writes down the seven tags of rich text as one would type them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = [""]
        self._list = ""
        self._number = 0
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "ul", "ol"}:
            self._blocks.append("")
            self._list, self._number = tag, 0
        elif tag == "li":
            self._number += 1
            self._write(("\n" if self._number > 1 else "") + ("- " if self._list == "ul" else f"{self._number}. "))
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
            self._write("[")
        else:
            self._write({"br": "\n", "strong": "**", "em": "*"}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "ul", "ol"}:
            self._blocks.append("")
        elif tag == "a":
            self._write(f"]({self._address})")
        else:
            self._write({"strong": "**", "em": "*"}.get(tag, ""))

    def handle_data(self, data: str) -> None:
        text = _ESCAPABLE.sub(r"\\\1", re.sub(r"\s+", " ", data))
        at_start_of_line = self._blocks[-1] == "" or self._blocks[-1].endswith("\n")
        self._write("\\" + text if at_start_of_line and _LOOKS_LIKE_ITEM.match(text) else text)

    def blocks(self) -> list[str]:
        """The paragraphs and lists."""
        return [block.strip() for block in self._blocks]

    def _write(self, text: str) -> None:
        self._blocks[-1] += text


def _canonical(html: str) -> str:
    """Two spellings of the same text, such as &quot; and ", are one; so are blanks between blocks."""
    return re.sub(r"\s*(</?(?:p|ul|ol|li|br)>)\s*", r"\1", html.replace("&quot;", '"').replace("&#x27;", "'")).strip()
