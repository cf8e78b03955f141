"""Waiting for the first mails and for the pages, with a line that shows it."""

import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from newsletter.campaigns.models import CampaignKind
from newsletter.demo.household import Household
from newsletter.demo.launching import Progress, follow
from newsletter.demo.stage import Stage
from newsletter.errors import NewsletterError

PATIENCE_S = 120.0
PAGE_PATIENCE_S = 30.0
LOOK_EVERY_S = 0.1
PAGES = ("/join", "/manage/sign-in", "/inbox/")


class TooSlow(NewsletterError):
    """Something that takes seconds took minutes."""


class Unwell(NewsletterError):
    """A page does not show what it should."""


def wait_for_pages(stage: Stage) -> None:
    """Until a person finds each page. Raises TooSlow, Died, and Unwell where one answers with an error."""
    deadline = time.monotonic() + PAGE_PATIENCE_S
    for page in PAGES:
        while (status := _status(stage.settings.base_url, page)) is None:
            _go_on(stage.household, deadline, f"{page} does not answer; see {stage.settings.home / 'log'}")
            time.sleep(LOOK_EVERY_S)
        if status != HTTPStatus.OK:
            raise Unwell(f"{page} answers with {status}; see {stage.settings.home / 'log'}")


def wait_for_mails(stage: Stage, say: Callable[[str], None]) -> dict[CampaignKind, Progress]:
    """Until the first campaigns are over. Raises TooSlow, or Died."""
    deadline = time.monotonic() + PATIENCE_S
    seen: dict[CampaignKind, Progress] = {}
    for seen in follow(stage.engine):
        say(_told(seen.values()))
        _go_on(stage.household, deadline, f"the mails are not out; see {stage.settings.home / 'log'}")
    return seen


def live_line(text: str) -> None:
    """Show a line in place of the one before; nothing where nobody watches."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)


def _told(campaigns: Iterable[Progress]) -> str:
    shares = [f"{one.kind} {one.fates.sent} of {one.fates.sent + one.fates.under_way}" for one in campaigns]
    begun = any(one.fates.audience for one in campaigns)
    return f"Sending: {', '.join(shares)}" if begun else "Starting the workers"


def _go_on(household: Household, deadline: float, complaint: str) -> None:
    household.look_after()
    if time.monotonic() > deadline:
        raise TooSlow(complaint)


def _status(base_url: str, page: str) -> int | None:
    """None as long as nobody listens."""
    with closing(HTTPConnection(urlsplit(base_url).netloc, timeout=5)) as connection:
        try:
            connection.request("GET", page)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
