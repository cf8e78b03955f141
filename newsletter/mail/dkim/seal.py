"""The signatures of one mould: what all copies share is made once, so that a copy costs little but the signing.

Headers are signed as `relaxed`. The body is signed as `simple`: quoted-printable leaves nobody on the way a reason to
change it, and its bytes are canonical as they stand, so that one SHA-256 over them is all there is to do. A mould's
body ends in exactly one CRLF, which `simple` asks for (RFC 6376 § 3.4.3).
"""

from base64 import b64encode
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from newsletter.mail.dkim.fields import is_signed, named, relaxed
from newsletter.mail.dkim.keys import SigningKey

LIFE = timedelta(days=7)
"""`x=`: longer than a relay tries to deliver, short enough that a mail cannot be replayed for ever."""

_WIDTH = 72
"""Signs of a signature on a line, behind the blank that folds it."""


class Seal:
    """Signs the copies of one mould with all keys of its domain."""

    def __init__(self, header: Sequence[tuple[str, bytes | None]], keys: Sequence[SigningKey], at: datetime) -> None:
        """The header's lines in their order, by name; None where each copy has its own."""
        signed = [(place, line) for place, (name, line) in enumerate(header) if is_signed(name)]
        self._fixed = [relaxed(line) if line else b"" for _, line in signed]
        self._own = [(hole, place) for hole, (place, line) in enumerate(signed) if line is None]
        fields = named(name for name, _ in header)
        self._stamps = [_Stamp.of(key, fields, at) for key in keys]

    def signatures(self, header: Sequence[bytes], body: bytes) -> Iterator[bytes]:
        """The DKIM-Signature headers of a copy with these header lines, in the same order, and this body."""
        lines = self._fixed.copy()
        for hole, place in self._own:
            lines[hole] = relaxed(header[place])
        signed = sha256(b"".join(lines))
        body_hash = b64encode(sha256(body).digest())
        for stamp in self._stamps:
            own = signed.copy()
            own.update(stamp.relaxed + body_hash + b"; b=")
            yield stamp.text + body_hash + b";\r\n b=" + _folded(stamp.key.sign(own.digest()))


@dataclass(frozen=True)
class _Stamp:
    """A key's DKIM-Signature up to its body hash."""

    key: SigningKey
    text: bytes
    relaxed: bytes

    @classmethod
    def of(cls, key: SigningKey, fields: Sequence[str], at: datetime) -> "_Stamp":
        signed_at = int(at.timestamp())
        text = (
            f"DKIM-Signature: v=1; a={key.algorithm}; c=relaxed/simple;\r\n"
            f" d={key.domain}; s={key.selector};\r\n"
            f" t={signed_at}; x={signed_at + int(LIFE.total_seconds())};\r\n"
            f" h={_in_lines(fields)};\r\n"
            " bh="
        ).encode()
        return cls(key, text, relaxed(text)[: -len(b"\r\n")])


def _in_lines(fields: Sequence[str]) -> str:
    lines = [""]
    for name in fields:
        if len(lines[-1]) + len(name) > _WIDTH:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n  ".join(lines).removesuffix(":")


def _folded(signature: bytes) -> bytes:
    signs = b2a_base64(signature, newline=False)
    return b"\r\n  ".join(signs[at : at + _WIDTH] for at in range(0, len(signs), _WIDTH)) + b"\r\n"
