"""What may stand in a mail: text without control signs, links that lead somewhere, rich text of a few tags.

Everything that comes from outside passes here once, before it is a block; nothing behind looks again.
"""

import re
from urllib.parse import quote, urlsplit

import nh3

from newsletter.mail.marks import without_marks

RICH_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
DEEPEST_RICH_TEXT = 12
"""MJML's parser recurses: thousands of nested tags would take the whole process with them."""

_NOBODY_READS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]",
)
_BLANKS = re.compile("[ \t\n\u2028\u2029]+")
_SAME_TAG = {"b": "strong", "i": "em"}
_BOLD_OR_ITALIC = re.compile(r"<(/?)([bi])>")
_TAG = re.compile(r"<(/?)([a-z]+)")
_ANY_TAG = re.compile(r"<[^>]*>")


class UselessLink(ValueError):
    """Not an address a reader's mail program could open."""


class TooDeep(ValueError):
    """Lists in lists in lists, deeper than any reader follows."""


def visible(text: str) -> str:
    """The text without what nobody can read: control signs, direction overrides, marks, half characters."""
    return _NOBODY_READS.sub("", without_marks(text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """A visible text on one line. No-break spaces stay: French punctuation stands on them."""
    return _BLANKS.sub(" ", visible(text)).strip(" ")


def link(address: str, *, schemes: tuple[str, ...] = ("https", "http", "mailto")) -> str:
    """An absolute address, its odd characters percent-encoded. Raises UselessLink."""
    address = one_line(address)
    try:
        parts = urlsplit(address)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        raise UselessLink(address) from None
    somewhere = "@" in parts.path if parts.scheme == "mailto" else parts.hostname
    if parts.scheme not in schemes or not somewhere or not port_is_a_number:
        raise UselessLink(address)
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8") if _odd(address) else address


def rich_text(html: str) -> str:
    """The html with the seven tags that rich text has, every link one that works. Raises TooDeep."""
    cleaned = nh3.clean(
        visible(html),
        tags=RICH_TAGS | set(_SAME_TAG),
        clean_content_tags={"script", "style", "title", "head"},
        attributes={"a": {"href"}},
        attribute_filter=_only_working_links,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
    )
    cleaned = _BOLD_OR_ITALIC.sub(lambda found: f"<{found[1]}{_SAME_TAG[found[2]]}>", cleaned)
    if _depth(cleaned) > DEEPEST_RICH_TEXT:
        raise TooDeep
    return cleaned.strip()


def says_something(html: str) -> bool:
    """Whether any word is left between the tags."""
    return bool(_ANY_TAG.sub("", html).replace("&nbsp;", "").strip())


def _odd(address: str) -> bool:
    return any(sign in '"<>\\^`{|} ' for sign in address)


def _only_working_links(_tag: str, _attribute: str, value: str) -> str | None:
    try:
        return link(value)
    except UselessLink:
        return None


def _depth(html: str) -> int:
    deepest = now = 0
    for closing, tag in _TAG.findall(html):
        if tag != "br":
            now += -1 if closing else 1
            deepest = max(deepest, now)
    return deepest
