"""The button in the confirmation mail. Scanners open links, so the link only shows a page; its button confirms."""

from flask.typing import ResponseReturnValue

from newsletter.subscribers import services
from newsletter.subscribers.services.confirming import Confirmed, pending
from newsletter.tokens import Purpose
from newsletter.web.context import now, session, work
from newsletter.web.guards import public
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.people import page, preferences_token, read, sent, trace


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """GET asks, POST makes it true."""
    subscriber_id, notice_id = read(Purpose.CONFIRM, token, 2)
    if sent():
        with work() as going:
            done = services.confirm(
                going.session,
                going.outbox,
                subscriber_id=subscriber_id,
                notice_id=notice_id,
                trace=trace("/confirm"),
                now=now(),
            )
        return _welcome(done)
    found = pending(session(), subscriber_id=subscriber_id, notice_id=notice_id, now=now())
    if found.notice.answered_at is not None:
        return _welcome(found)
    return page("confirm", found.notice.union, found=found)


def _welcome(done: Confirmed) -> str:
    preferences = preferences_token(done.subscriber.id, done.notice.union_id)
    return page("welcome", done.notice.union, done=done, preferences=preferences)
