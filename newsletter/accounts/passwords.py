"""Passwords as they are kept, and the one that everybody knows."""

from argon2 import PasswordHasher

SAMPLE_PASSWORD = "solidarity-forever"  # noqa: S105 (sample accounts share it; production lets nobody in with it)


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return PasswordHasher().hash(password)
