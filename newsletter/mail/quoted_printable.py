"""Quoted-printable, written so that a part can be encoded in pieces that are joined later.

Beside RFC 2045 each line keeps two promises: it never starts with a dot (so SMTP needs no dot-stuffing)
nor with "From " (which some mailboxes rewrite, and break a signature by it).
"""

import re

SOFT_BREAK = b"=\r\n"
LINE_LIMIT = 76
"""RFC 2045: characters on a line, without its CRLF but with the `=` of a soft break."""

_OPEN_LIMIT = LINE_LIMIT - 1

_NEWLINE = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"(?!\.|From )[ -~]*[!-~]|")
_UNSAFE = re.compile(rb"[^ -<>-~]")


def encode(text: str) -> bytes:
    """The text in lines of at most 76, newlines as CRLF; the last line has room for a soft break."""
    return b"\r\n".join(_encode_line(line) for line in _NEWLINE.split(text))


def encode_value(value: str) -> bytes:
    """As `encode`, quick for what nearly all personal values are: short and ASCII."""
    signs = value.replace("=", "=3D") if "=" in value else value
    if len(signs) <= _OPEN_LIMIT and _PLAIN.fullmatch(value):
        return signs.encode("ascii")
    return encode(value)


def _encode_line(line: str) -> bytes:
    signs = _UNSAFE.sub(_escape, line.encode("utf-8", "replace"))
    if signs.endswith(b" "):
        signs = signs[:-1] + b"=20"
    lines = []
    signs = _safe_start(signs)
    while len(signs) > _OPEN_LIMIT:
        end = _before_escape(signs, _OPEN_LIMIT)
        lines.append(signs[:end])
        signs = _safe_start(signs[end:])
    return SOFT_BREAK.join([*lines, signs])


def _escape(found: re.Match[bytes]) -> bytes:
    return b"=%02X" % found[0][0]


def _safe_start(signs: bytes) -> bytes:
    if signs.startswith((b".", b"From ")):
        return b"=%02X" % signs[0] + signs[1:]
    return signs


def _before_escape(signs: bytes, end: int) -> int:
    """The nearest place at or before `end` that does not tear an `=XX` apart."""
    return end - 2 + signs[end - 2 : end].find(b"=") if b"=" in signs[end - 2 : end] else end
