"""A union's own sign-up forms: as a page, and in a frame of the websites that may show it."""

import re
from urllib.parse import urlsplit

from flask import Response, g, make_response
from flask.typing import ResponseReturnValue

from newsletter.subscribers.models import SignUpForm
from newsletter.subscribers.sign_up_forms import at_address
from newsletter.unions.models import Union
from newsletter.web.context import session
from newsletter.web.guards import public
from newsletter.web.headers import framed_by
from newsletter.web.limits import SIGN_UP, limiter
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.doors import Door, open_door
from newsletter.web.public.joining import no_such_union, union_at
from newsletter.web.public.people import page

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)
"""What may stand in a Content-Security-Policy, and nothing that could end it."""


@blueprint.route("/join/<slug>/<form>", methods=["GET", "POST"])
@limiter.limit(SIGN_UP, methods=["POST"])
@public
def join_by_form(slug: str, form: str) -> ResponseReturnValue:
    """The form as a page."""
    here = union_at(slug)
    if here is None:
        return no_such_union()
    own = _found(here, form)
    if own is None or not own.is_open:
        return _closed(here, own)
    return open_door(Door(here, own, sent="public.join_form_sent"))


@blueprint.get("/join/<slug>/<form>/sent")
@public
def join_form_sent(slug: str, form: str) -> ResponseReturnValue:
    """What happens next, in the form's own words. It knows nothing of who asked."""
    here = union_at(slug)
    if here is None:
        return no_such_union()
    own = _found(here, form)
    return page("join_sent", here, own=own) if own else _closed(here, own)


@blueprint.route("/join/<slug>/<form>/frame", methods=["GET", "POST"])
@limiter.limit(SIGN_UP, methods=["POST"])
@public
def join_in_frame(slug: str, form: str) -> ResponseReturnValue:
    """The same form, for a frame: without our masthead, for the website around it has its own."""
    here = union_at(slug)
    own = _found(here, form) if here else None
    if here is None or own is None or not own.is_open:
        return no_such_union() if here is None else _closed(here, own)
    door = Door(here, own, sent="public.join_frame_sent", template="join_frame")
    return _framed(make_response(open_door(door)), here, own)


@blueprint.get("/join/<slug>/<form>/frame/sent")
@public
def join_frame_sent(slug: str, form: str) -> ResponseReturnValue:
    """What happens next, in the frame."""
    here = union_at(slug)
    own = _found(here, form) if here else None
    if here is None or own is None:
        return no_such_union() if here is None else _closed(here, own)
    return _framed(make_response(page("join_frame_sent", here, own=own)), here, own)


def _found(here: Union, slug: str) -> SignUpForm | None:
    own = at_address(session(), here, slug)
    if own and own.language:
        g.preferred_language = own.language
    return own


def _closed(here: Union, own: SignUpForm | None) -> ResponseReturnValue:
    return page("form_closed", here, own=own), 410 if own else 404


def _framed(response: Response, here: Union, own: SignUpForm) -> Response:
    response.headers["Content-Security-Policy"] = framed_by(*frame_origins(here, own))
    return response


def frame_origins(here: Union, own: SignUpForm) -> list[str]:
    """The websites that may show it: the union's own, and those a steward named."""
    parts = urlsplit(here.website.lower())
    return [one for one in (f"{parts.scheme}://{parts.netloc}", *own.origins) if ORIGIN.fullmatch(one)]
