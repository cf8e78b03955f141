"""What is done now and then and may take long, such as asking somebody outside: never in the sweep's way."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from newsletter.delivery.services.locating import locate
from newsletter.domains.dns import Dns
from newsletter.domains.services.tending import tend
from newsletter.exporting.services import tending as exports
from newsletter.subscribers.services.changing_address import forget_recipients
from newsletter.subscribers.sizes import count_list, due
from workers.runtime import Runtime, stopping

log = logging.getLogger(__name__)

FIRST_S = 5.0
"""So long after its start a host goes on its first errands."""


@dataclass(frozen=True)
class Errand:
    """One of them. Every host goes on all; whatever it finds done already costs it one look at the database."""

    run: Callable[[Runtime], None]
    every_s: float

    def keep_at(self, here: Runtime, ended: Event) -> None:
        """Go again and again. One that fails says so, and goes again when it is time."""
        wait_s = FIRST_S
        while not ended.wait(wait_s):
            wait_s = self.every_s
            try:
                self.run(here)
            except Exception:
                log.exception("%s failed and is tried again in %d s", self.run.__name__, self.every_s)


def tend_domains(here: Runtime) -> None:
    """Ask DNS about the domains mail is signed for, and change their keys when it is time."""
    if here.post.vault:
        tend(here.sessions, Dns(), here.post.vault, now=here.post.clock())


def find_operators(here: Runtime) -> None:
    """Ask DNS who takes the mail of domains at which a campaign has many people."""
    locate(here.sessions, Dns(), now=here.post.clock())


def count_lists(here: Runtime) -> None:
    """Write down how many are on each list, one after the other."""
    with here.sessions() as session:
        lists = due(session, now=here.post.clock())
    for list_id in lists:
        with here.sessions() as session:
            count_list(session, list_id=list_id, now=here.post.clock())


def tend_exports(here: Runtime) -> None:
    """Name again the jobs of exports that wait too long, and delete files that have expired."""
    with here.work() as work:
        exports.tend(work.session, work.outbox, home=here.settings.home, now=here.post.clock())


def forget_addresses(here: Runtime) -> None:
    """Of changes of address: those that are done with, or that nobody answered in time."""
    with here.sessions() as session:
        forget_recipients(session, now=here.post.clock())


ERRANDS = (
    Errand(tend_domains, every_s=600),
    Errand(find_operators, every_s=30),
    Errand(tend_exports, every_s=15),
    Errand(count_lists, every_s=60),
    Errand(forget_addresses, every_s=600),
)


def begin(here: Runtime) -> None:
    """Send somebody out for each of them; they end with the process."""
    for errand in ERRANDS:
        threading.Thread(target=errand.keep_at, args=(here, stopping), daemon=True).start()
