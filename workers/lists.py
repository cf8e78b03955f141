"""Jobs about lists."""

from newsletter.subscribers.services.merging import carry_on
from workers.runtime import runtime


def merge_lists(*, merge_id: int) -> None:
    """Carry the people of one list over to another, a set at a time."""
    here, through = runtime(), False
    while not through:
        with here.work() as work:
            through = carry_on(work.session, merge_id=merge_id, now=here.post.clock())
