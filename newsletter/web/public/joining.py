"""Signing up. Whoever asks gets the same answer, whether or not we know the address: the mail does the telling."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from newsletter.unions.models import Union
from newsletter.unions.queries import alliance, everyone
from newsletter.web.context import session
from newsletter.web.guards import public
from newsletter.web.limits import SIGN_UP, limiter
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.doors import Door, open_door
from newsletter.web.public.people import page


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """Whoever comes to the door alone is a member, or soon one."""
    return redirect(url_for("public.join"))


@blueprint.route("/join", methods=["GET", "POST"], defaults={"slug": None})
@blueprint.route("/join/<slug>", methods=["GET", "POST"])
@limiter.limit(SIGN_UP, methods=["POST"])
@public
def join(slug: str | None) -> ResponseReturnValue:
    """The sign-up page of one union, or of all."""
    here = union_at(slug)
    if here is None:
        return no_such_union()
    return open_door(Door(here))


@blueprint.get("/join/<slug>/sent")
@public
def join_sent(slug: str) -> ResponseReturnValue:
    """What happens next. It knows nothing of who asked."""
    here = union_at(slug)
    return no_such_union() if here is None else page("join_sent", here)


def union_at(slug: str | None) -> Union | None:
    """The union of an address; the alliance where none is named.

    Looked for among the few there are, so that no database ever sees what a stranger put in an address.
    """
    if slug is None:
        return alliance(session())
    return next((one for one in everyone(session()) if one.slug == slug.lower()), None)


def no_such_union() -> ResponseReturnValue:
    """For an address that names none of ours."""
    whole, *unions = everyone(session())
    return page("no_such_union", whole, unions=unions), 404
