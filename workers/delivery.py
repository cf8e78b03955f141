"""Jobs that send campaigns."""

from newsletter.delivery.services.releasing import release
from newsletter.delivery.services.sending import send_batch as send
from newsletter.delivery.services.starting import start
from workers.runtime import runtime


def start_campaign(*, campaign_id: int) -> None:
    """Freeze the audience of a campaign that is due, and let it go."""
    here = runtime()
    with here.work() as work:
        start(
            work.session,
            work.outbox,
            campaign_id=campaign_id,
            batch_size=here.settings.batch_size,
            now=here.post.clock(),
        )


def release_share(*, campaign_id: int, union_id: int) -> None:
    """Queue what was held for a union's yes."""
    here = runtime()
    with here.work() as work:
        release(work.session, work.outbox, campaign_id=campaign_id, union_id=union_id, now=here.post.clock())


def send_batch(*, campaign_id: int, number: int) -> None:
    """Send what is left of one batch."""
    here = runtime()
    send(here.sessions, here.post, campaign_id=campaign_id, number=number)
