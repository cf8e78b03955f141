"""How often one network address may ask for what costs something.

Counted in Redis, so that all web processes count together. When Redis is gone each process goes on counting by
itself and logs that it does: a sign-up is worth more than an exact limit. What is kept is a keyed hash.
"""

from ipaddress import ip_address, ip_network

from flask import Flask, request
from flask_limiter import Limiter

from newsletter.web.context import signer

SIGN_UP = "20 per minute; 200 per hour"
"""A whole union hall signs up through one address; a script does not wait its turn."""

REDIS_PATIENCE_S = 1


WHOLE_NETWORK = 64
"""Bits of an IPv6 address that name a subscriber's network; the others they choose as they like."""


def connection() -> str:
    """What stands for the visitor's network address."""
    return signer().connection_hash(request.remote_addr or "")


def network() -> str:
    """What stands for the network a visitor can take addresses from."""
    address = request.remote_addr or ""
    try:
        if ip_address(address).version == 6:  # noqa: PLR2004 (IPv6)
            address = str(ip_network((address, WHOLE_NETWORK), strict=False))
    except ValueError:
        pass  # a socket has no address
    return signer().connection_hash(address)


limiter = Limiter(key_func=network, strategy="moving-window", in_memory_fallback_enabled=True, headers_enabled=True)


def register(app: Flask, redis_url: str | None) -> None:
    """Count the requests of this app."""
    app.config["RATELIMIT_STORAGE_URI"] = _storage(redis_url) if redis_url else "memory://"
    if redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {
            "socket_connect_timeout": REDIS_PATIENCE_S,
            "socket_timeout": REDIS_PATIENCE_S,
        }
    limiter.init_app(app)


def _storage(redis_url: str) -> str:
    """The limits package has its own name for a socket."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
