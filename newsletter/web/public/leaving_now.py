"""One-click leaving (RFC 8058): a mail program posts here for its reader, without cookie, session or referrer.

The answer never redirects and is the same for a token we do not know, so it tells nobody anything. What is posted
is not even read: the address says it all. GET and HEAD change nothing; scanners follow every link.
"""

from flask.typing import ResponseReturnValue

from newsletter.subscribers import services
from newsletter.subscribers.models import Scope
from newsletter.tokens import BadToken, Purpose
from newsletter.unions.queries import alliance
from newsletter.web.context import now, session, work
from newsletter.web.guards import public
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.people import page, read, sent, trace


@blueprint.route("/leave/now/<token>", methods=["GET", "POST"])
@public
def leave_now(token: str) -> ResponseReturnValue:
    """POST leaves the list at once; GET shows the button that does."""
    if not sent():
        return page("leave_now", alliance(session()))
    try:
        subscriber_id, list_id, union_id = read(Purpose.LEAVE, token, 3)
    except BadToken:
        return _left()
    with work() as going:
        services.leave(
            going.session,
            subscriber_id=subscriber_id,
            list_id=list_id,
            union_id=union_id,
            scope=Scope.LIST,
            trace=trace("/leave/now"),
            now=now(),
        )
    return _left()


def _left() -> str:
    """Without ways to other languages: they would repeat the token, and every answer has to be the same."""
    return page("left_now", alliance(session()), languages=())
