"""The member's pages: plain HTML, no script, no cookie, so there is no session that somebody could ride.

None of them carries a CSRF token, because a forged form gains nothing: /join acts for whoever sends it and only
ever asks an address by mail; every other page acts for the person its signed token names, and who does not hold
the token cannot make the request. A browser adds nothing of its own (no ambient authority), and mail programs
that post to the one-click address (RFC 8058) could not bring a CSRF token anyway.
"""

from newsletter.web.public import (
    answering,
    calendars,
    confirming,
    helping,
    joining,
    leaving,
    leaving_now,
    moving,
    own_forms,
    preferring,
)
from newsletter.web.public.blueprint import blueprint

__all__ = [
    "answering",
    "blueprint",
    "calendars",
    "confirming",
    "helping",
    "joining",
    "leaving",
    "leaving_now",
    "moving",
    "own_forms",
    "preferring",
]
