"""A post office that sends nothing, for who makes mails only to keep them."""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from newsletter.delivery.post import Post
from newsletter.links import Links
from newsletter.settings import Settings


class NoTransport:
    """Nothing is sent."""

    def send_many(self, *_args: object, **_more: object) -> NoReturn:
        """Never called."""
        raise AssertionError("an export was about to send mail")


def silent_post(settings: Settings, clock: Callable[[], datetime]) -> Post:
    """Of an installation."""
    return Post(
        links=Links.of(settings),
        transport=NoTransport(),
        clock=clock,
        mail_domain=settings.mail_domain,
        bounce_domain=settings.bounce_domain,
    )
