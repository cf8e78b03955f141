"""Jobs that send mails a person asked for."""

from newsletter.delivery.services.notices import send_notice as send
from workers.runtime import runtime


def send_notice(*, notice_id: int) -> None:
    """Send one confirmation, welcome or the like."""
    here = runtime()
    send(here.sessions, here.post, notice_id=notice_id)
