"""Signing up. Whoever asks gets the same answer, whether or not we know the address: the mail does the telling."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.mail.address import normalise
from newsletter.subscribers import services, topics
from newsletter.subscribers.models import ConsentWording
from newsletter.unions.models import Union
from newsletter.unions.queries import alliance, everyone
from newsletter.web.context import now, session, signer, work
from newsletter.web.guards import public
from newsletter.web.languages import page_language
from newsletter.web.limits import SIGN_UP, limiter
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.join_form import JoinForm
from newsletter.web.public.people import page, sent, trace


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
    here = _union(slug)
    if here is None:
        return _no_such_union()
    wording = topics.current_wording(session(), page_language())
    form = JoinForm()
    form.offer(topics.offered(session(), [here.id]), wording.id)
    form.stand_under(here)
    if not sent():
        form.fill_in()
        return _shown(here, form, wording)
    if not form.validate() or form.through is None:
        return _shown(here, form, wording), 400
    if not form.website.data:  # only robots see that field
        _subscribe(form, form.through)
    return redirect(url_for("public.join_sent", slug=form.through.slug), 303)


@blueprint.get("/join/<slug>/sent")
@public
def join_sent(slug: str) -> ResponseReturnValue:
    """What happens next. It knows nothing of who asked."""
    here = _union(slug)
    return _no_such_union() if here is None else page("join_sent", here)


def _subscribe(form: JoinForm, through: Union) -> None:
    address = normalise(form.email.data)
    with work() as going:
        services.subscribe(
            going.session,
            going.outbox,
            address=address,
            address_hash=signer().address_hash(address),
            union_id=through.id,
            asked=form.asked(),
            trace=trace(request.path),
            now=now(),
        )


def _union(slug: str | None) -> Union | None:
    """Looked for among the few there are, so that no database ever sees what a stranger put in an address."""
    if slug is None:
        return alliance(session())
    return next((one for one in everyone(session()) if one.slug == slug.lower()), None)


def _shown(here: Union, form: JoinForm, wording: ConsentWording) -> str:
    form.show_wording()
    return page("join", here, form=form, wording=wording)


def _no_such_union() -> ResponseReturnValue:
    whole, *unions = everyone(session())
    return page("no_such_union", whole, unions=unions), 404
