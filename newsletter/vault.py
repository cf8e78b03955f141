"""Secrets at rest: a relay's password or a signing key is in the database only as ciphertext.

Whoever gets a copy of the database without the environment of its processes learns none of them. The key is made
from SECRET_KEY for this purpose alone; ciphertexts under an earlier SECRET_KEY can be read as long as that is given.
"""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from newsletter.errors import NewsletterError


class SealedUnderAnotherKey(NewsletterError):
    """A kept secret cannot be read: it was sealed under a SECRET_KEY that is not given any more, or was changed."""


class Vault:
    """Seals and opens under one secret, and opens what earlier ones sealed."""

    def __init__(self, secret: str, *, previous: Sequence[str] = ()) -> None:
        self._keys = MultiFernet([Fernet(_key(one)) for one in (secret, *previous)])

    def seal(self, secret: bytes) -> str:
        """Ciphertext in ASCII, different each time."""
        return self._keys.encrypt(secret).decode("ascii")

    def open(self, sealed: str) -> bytes:
        """What was sealed. Raises SealedUnderAnotherKey."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise SealedUnderAnotherKey(
                "A kept secret cannot be read: SECRET_KEY was changed since. Give the old one too, or enter it again."
            ) from None

    def reseal(self, sealed: str) -> str:
        """The same secret under the present key. Raises SealedUnderAnotherKey."""
        return self.seal(self.open(sealed))


@dataclass
class Resealing:
    """Going over everything that is kept, after SECRET_KEY was changed."""

    vault: Vault
    done: int = 0
    lost: list[str] = field(default_factory=list)
    """What cannot be read any more, by names that say where to enter it again."""

    def again(self, sealed: str | None, *, name: str) -> str | None:
        """The same secret under the present key; what cannot be read stays as it is, for a key that may be found."""
        if sealed is None:
            return None
        try:
            fresh = self.vault.reseal(sealed)
        except SealedUnderAnotherKey:
            self.lost.append(name)
            return sealed
        self.done += 1
        return fresh


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hmac.digest(secret.encode(), b"vault", "sha256"))
