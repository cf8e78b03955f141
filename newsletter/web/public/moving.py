"""The button in the mail to a new address. Scanners open links, so the link only shows a page; its button does it."""

from flask.typing import ResponseReturnValue

from newsletter.subscribers.services.changing_address import change_address, pending_change
from newsletter.tokens import Purpose
from newsletter.web.context import now, session, signer, work
from newsletter.web.guards import public
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.people import page, preferences_token, read, sent


@blueprint.route("/address/<token>", methods=["GET", "POST"])
@public
def address(token: str) -> ResponseReturnValue:
    """GET asks, POST makes it true."""
    subscriber_id, notice_id = read(Purpose.ADDRESS, token, 2)
    if sent():
        with work() as going:
            found = change_address(
                going.session,
                going.outbox,
                subscriber_id=subscriber_id,
                notice_id=notice_id,
                signer=signer(),
                now=now(),
            )
    else:
        found = pending_change(session(), subscriber_id=subscriber_id, notice_id=notice_id, now=now())
    preferences = preferences_token(subscriber_id, found.notice.union_id)
    return page("address", found.notice.union, found=found, preferences=preferences)
