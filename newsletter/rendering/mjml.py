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
_INVALID = ' vertical-align="middle"'  # on the cell of a button; its style says the same


def html_of(mjml: str) -> str:
    """The HTML of a whole MJML document."""
    # Without `fonts={}` web fonts would be fetched by the reader's program.
    html: str = mjml2html(_NOT_ASCII.sub(_hidden, mjml), fonts={})
    return _NUMBER.sub(_shown, html).replace(_INVALID, "")


def _hidden(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _shown(number: re.Match[str]) -> str:
    code = int(number[1])
    return chr(code) if code >= _FIRST_NOT_ASCII or code == _BACKSLASH else number[0]
