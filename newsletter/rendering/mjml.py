r"""MJML to HTML, past what the compiler does to text.

It prints attributes with Rust's debug escapes, in which a no-break space, an accent that stands alone or the first
sign of a mark becomes `\u{a0}`. So it sees ASCII alone: every other sign is hidden in a number and shown again.
"""

import re

from mjml import mjml2html

_NOT_ASCII = re.compile(r"[^\x00-\x7f]|\\")
_NUMBER = re.compile(r"&#(\d{2,7});")
_BACKSLASH = ord("\\")
_FIRST_NOT_ASCII = 128
_MENDED = (
    # No such attribute of a cell, no such height of an image; their styles say the same.
    (re.compile(r'(<td [^>]*?) vertical-align="middle"'), r"\1"),
    (re.compile(r'(<img [^>]*?) height="auto"'), r"\1"),
    # <article> is native, and no mail program expects one.
    (re.compile(r'(<div [^>]*aria-roledescription="email"[^>]*?) role="article"'), r'\1 role="document"'),
)
"""What the compiler writes and a validator does not take."""


def html_of(mjml: str) -> str:
    """The HTML of a whole MJML document."""
    # Without `fonts={}` web fonts would be fetched by the reader's program.
    html: str = mjml2html(_NOT_ASCII.sub(_hidden, mjml), fonts={})
    for invalid, valid in _MENDED:
        html = invalid.sub(valid, html)
    return _NUMBER.sub(_shown, html)


def _hidden(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _shown(number: re.Match[str]) -> str:
    code = int(number[1])
    return chr(code) if code >= _FIRST_NOT_ASCII or code == _BACKSLASH else number[0]
