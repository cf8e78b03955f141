"""Words of other scripts in a header, as RFC 2047 has them: `=?utf-8?q?...?=`, each word whole in itself."""

import string
from base64 import b64encode

LONGEST = 75
"""RFC 2047: the length of one encoded-word."""

_FRAME = len("=?utf-8?q??=")
_Q_SAFE = frozenset((string.ascii_letters + string.digits + "!*+-/").encode())
_Q_SIGNS = [chr(octet) if octet in _Q_SAFE else f"={octet:02X}" for octet in range(256)]
_Q_SIGNS[ord(" ")] = "_"


def encode(text: str, longest: int = LONGEST) -> str:
    """The text as encoded-words with a space between; a reader drops those spaces again.

    Q for scripts that stay half readable in it, else B. Q uses only the signs a phrase allows, so it may
    stand in From too.
    """
    octets = [sign.encode("utf-8", "replace") for sign in text]
    as_q = ["".join(_Q_SIGNS[octet] for octet in sign) for sign in octets]
    room = longest - _FRAME
    if sum(map(len, as_q)) <= 2 * sum(map(len, octets)):
        return " ".join(f"=?utf-8?q?{word}?=" for word in _pack(as_q, room))
    words = _pack([sign.decode("latin-1") for sign in octets], room // 4 * 3)
    return " ".join(f"=?utf-8?b?{b64encode(word.encode('latin-1')).decode()}?=" for word in words)


def _pack(pieces: list[str], room: int) -> list[str]:
    """Join pieces to as few strings as fit, never tearing a piece."""
    packed = [""]
    for piece in pieces:
        if len(packed[-1]) + len(piece) > room:
            packed.append("")
        packed[-1] += piece
    return packed
