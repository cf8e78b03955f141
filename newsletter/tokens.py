"""Tokens that name rows and cannot be forged, each for one purpose.

A token is the row numbers as variable-length integers followed by a keyed digest over purpose and numbers. It holds
no address, no union and no expiry: a leave link must work from any mail ever sent (CASL s. 11, RFC 8058).
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from enum import StrEnum

DIGEST_BYTES = 12
"""96 bits: out of reach for guessing online, and a bounce address stays under 64 octets."""


class Purpose(StrEnum):
    """What a token may be used for, and for nothing else."""

    CONFIRM = "confirm"
    PREFERENCES = "preferences"
    LEAVE = "leave"
    RSVP = "rsvp"
    BOUNCE = "bounce"
    NOTICE = "notice"
    READ = "read"
    FEEDBACK = "feedback"
    ADDRESS = "address"


class BadToken(ValueError):
    """Not a token of ours for this purpose."""


class Signer:
    """Makes tokens under one secret and reads those made under earlier ones; keys hashes that outlive them all."""

    def __init__(self, secret: str, *, previous: Sequence[str] = (), hash_key: str = "") -> None:
        """`hash_key` is the secret itself as long as there has been no other."""
        self._keys = {
            purpose: [_keyed(_derived(one, f"token:{purpose}")) for one in (secret, *previous)] for purpose in Purpose
        }
        self._address_key = _derived(hash_key or secret, "address")
        self._connection_key = _derived(hash_key or secret, "connection")

    def sign(self, purpose: Purpose, *numbers: int) -> str:
        """A URL-safe token for these row numbers."""
        return base64.urlsafe_b64encode(self._seal(purpose, numbers)).rstrip(b"=").decode()

    def read(self, purpose: Purpose, token: str) -> tuple[int, ...]:
        """The row numbers in a token. Raises BadToken."""
        try:
            sealed = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            raise BadToken from None
        if base64.urlsafe_b64encode(sealed).rstrip(b"=").decode() != token:
            raise BadToken  # the same bytes in another spelling
        return self._open(purpose, sealed)

    def sign_caseless(self, purpose: Purpose, *numbers: int) -> str:
        """The same in lower-case base32, for mail addresses: some systems fold their case."""
        return base64.b32encode(self._seal(purpose, numbers)).rstrip(b"=").decode().lower()

    def read_caseless(self, purpose: Purpose, token: str) -> tuple[int, ...]:
        """The row numbers in a token made by `sign_caseless`. Raises BadToken."""
        try:
            sealed = base64.b32decode(token.upper().encode("ascii") + b"=" * (-len(token) % 8))
        except ValueError:
            raise BadToken from None
        if base64.b32encode(sealed).rstrip(b"=").decode().lower() != token.lower():
            raise BadToken  # as above
        return self._open(purpose, sealed)

    def address_hash(self, address: str) -> str:
        """What stands for a normalised address where the address itself must not be kept."""
        return hmac.digest(self._address_key, address.encode(), "sha256").hex()

    def connection_hash(self, network_address: str) -> str:
        """What stands for a network address in a consent record."""
        return hmac.digest(self._connection_key, network_address.encode(), "sha256").hex()[:32]

    def _seal(self, purpose: Purpose, numbers: tuple[int, ...]) -> bytes:
        body = b"".join(map(_varint, numbers))
        return body + _digest(self._keys[purpose][0], body)

    def _open(self, purpose: Purpose, sealed: bytes) -> tuple[int, ...]:
        body, digest = sealed[:-DIGEST_BYTES], sealed[-DIGEST_BYTES:]
        if not any(hmac.compare_digest(digest, _digest(key, body)) for key in self._keys[purpose]):
            raise BadToken
        return _numbers(body)


def _derived(secret: str, use: str) -> bytes:
    return hmac.digest(secret.encode(), use.encode(), "sha256")


def _keyed(key: bytes) -> hmac.HMAC:
    """To be copied for each token: `hmac.digest` would let another thread go first, four times for every mail."""
    return hmac.new(key, digestmod=hashlib.sha256)


def _digest(keyed: hmac.HMAC, body: bytes) -> bytes:
    one = keyed.copy()
    one.update(body)
    return one.digest()[:DIGEST_BYTES]


def _varint(number: int) -> bytes:
    if number < 0:
        raise ValueError("row numbers are not negative")
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 (seven bits a byte)
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _numbers(body: bytes) -> tuple[int, ...]:
    numbers, value, shift = [], 0, 0
    for byte in body:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value = shift = 0
    return tuple(numbers)
