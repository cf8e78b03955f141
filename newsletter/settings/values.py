"""What one value must look like. A refusal is the rest of a sentence that begins with the variable's name."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

DOMAIN_CHARACTERS = 190
"""A bounce address (64 octets and an @) on this domain still fits in the 256 of RFC 5321."""

SECRET_CHARACTERS = 32


def database_url(value: str) -> str:
    """A database that several processes can share."""
    parts = _address(value, "sqlite", "postgresql", "postgres", "postgresql+psycopg")
    if not parts.path.strip("/") or parts.path.endswith(":memory:"):
        raise ValueError("should name a database that web and workers can share")
    return value if parts.scheme == "sqlite" else "postgresql+psycopg" + value[len(parts.scheme) :]


def redis_url(value: str) -> str:
    """A Redis by host or by socket."""
    parts = _address(value, "redis", "rediss", "unix")
    if not (parts.path if parts.scheme == "unix" else parts.hostname):
        raise ValueError("should say where Redis is")
    return value


def smtp_url(value: str) -> str:
    """A relay."""
    if not _address(value, "smtp", "smtps").hostname:
        raise ValueError("should name the host of a relay")
    return value


def base_url(value: str) -> str:
    """Scheme and host, without the last slash."""
    parts = _address(value, "https", "http")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("should be a scheme and a host, with nothing behind them")
    return value.rstrip("/")


def domain(value: str) -> str:
    """A domain that can stand in a mail address."""
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    if len(value) > DOMAIN_CHARACTERS or not re.fullmatch(rf"{label}(\.{label})+", value.lower()):
        raise ValueError("should be a domain in plain ASCII")
    return value.lower()


def words(value: object) -> object:
    """What stands between commas."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def secrets(value: object) -> object:
    """What stands between commas; a secret may have spaces in it."""
    return tuple(one for each in value.split(",") if (one := each.strip())) if isinstance(value, str) else value


def long_enough(value: tuple[str, ...]) -> tuple[str, ...]:
    """Secrets that nobody guesses."""
    if any(len(one) < SECRET_CHARACTERS for one in value):
        raise ValueError(f"should be secrets of at least {SECRET_CHARACTERS} characters with commas between them")
    return value


def languages(value: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as gettext knows them, each once."""
    codes = [code for code in value if re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", code)]
    if not codes or len(set(codes)) < len(value):
        raise ValueError("should be different language codes with commas between them")
    return value


def is_loopback(url: str) -> bool:
    """Only this machine reaches it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _address(value: str, *schemes: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        port_is_right = parts.port != 0
    except ValueError:
        port_is_right = False
    if not port_is_right:
        raise ValueError("should be a URL, with a port between 1 and 65535 if any")
    if parts.scheme not in schemes or "://" not in value:
        raise ValueError("should begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
    return parts
