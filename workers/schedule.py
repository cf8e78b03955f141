"""What happens every second."""

from newsletter.delivery.services.sweeping import sweep
from workers.runtime import runtime


def tick() -> None:
    """Start what is due and name again what waits too long."""
    here = runtime()
    with here.work() as work:
        sweep(work.session, work.outbox, batch_size=here.settings.batch_size, now=here.post.clock())
