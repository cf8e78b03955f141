"""By which relays a union's mail goes out."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from newsletter.delivery.post import Post
from newsletter.mail.route import Route
from newsletter.relays.queries import routes


def ways_out(session: Session, post: Post, *, union_id: int) -> Sequence[Route]:
    """In the order to try. Raises SealedUnderAnotherKey when no relay's secret can be read."""
    if post.vault is None:
        return [post.relay]
    return routes(session, post.vault, union_id=union_id, default=post.relay)
