"""What happens every second."""

import logging

from sqlalchemy.exc import OperationalError

from newsletter.delivery.services.sweeping import sweep
from workers.runtime import runtime

log = logging.getLogger(__name__)


def tick() -> None:
    """Start what is due and name again what waits too long. A database that is away costs one line a second."""
    here = runtime()
    try:
        with here.work() as work:
            sweep(work.session, work.outbox, batch_size=here.settings.batch_size, now=here.post.clock())
    except OperationalError as problem:
        log.warning("nothing is swept until the database is back: %s", " ".join(str(problem.orig).split()))
