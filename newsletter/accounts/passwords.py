"""Passwords as they are kept, and the one that everybody knows."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SAMPLE_PASSWORD = "solidarity-forever"  # noqa: S105 (sample accounts share it; production lets nobody in with it)


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return PasswordHasher().hash(password)


def opens_with_sample(kept: str | None) -> bool:
    """Whether the password that everybody knows fits what was kept."""
    try:
        return kept is not None and PasswordHasher().verify(kept, SAMPLE_PASSWORD)
    except (VerificationError, InvalidHashError):
        return False
