"""How a sign-up form gets to people: its address, a QR code, a poster, and lines for another website."""

from io import BytesIO
from typing import Any

import segno
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from newsletter.accounts.models import Role
from newsletter.db import translated
from newsletter.subscribers import topics
from newsletter.subscribers.models import AskedField, SignUpForm
from newsletter.unions.queries import alliance
from newsletter.web.context import links, session, settings
from newsletter.web.languages import PARAMETER, page_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.sign_up.form import FIELDS
from newsletter.web.manage.sign_up.keeping import own_form
from newsletter.web.masthead import Masthead

PAPERS = ("letter", "a4")
PNG_DOTS, SVG_DOTS = 24, 8
"""For each square of the code: a PNG big enough to print a hand wide."""


@blueprint.get("/<union>/people/forms/<int:form_id>")
@allowed(Role.STEWARD)
def sign_up_form(form_id: int) -> ResponseReturnValue:
    """One of them, as people see it, and all ways to spread it."""
    here, own = desk(), own_form(form_id)
    offered = topics.offered(session(), [here.union.id])
    return show(
        "sign_up/one",
        own=own,
        address=address(own),
        questions=[gettext("E-mail address"), *(gettext(FIELDS[AskedField(one)]) for one in own.fields)],
        frame=address(own, "public.join_in_frame"),
        topics=[one for one in offered if one.id in own.list_ids or not own.list_ids],
        snippets=[(code, _snippet(own, code)) for code in settings().languages] if not here.is_alliance else [],
    )


@blueprint.get("/<union>/people/forms/<int:form_id>/qr.<any(svg, png):kind>")
@allowed(Role.STEWARD)
def qr_code(form_id: int, kind: str) -> ResponseReturnValue:
    """Its address as a picture, which still reads with a seventh of it worn off."""
    own, drawn = own_form(form_id), BytesIO()
    code = segno.make(address(own), error="m", micro=False)
    code.save(drawn, kind=kind, scale=PNG_DOTS if kind == "png" else SVG_DOTS)
    response = Response(drawn.getvalue(), mimetype="image/png" if kind == "png" else "image/svg+xml")
    if "download" in request.args:
        name = f"{desk().union.slug}-{own.slug}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/<union>/people/forms/<int:form_id>/poster")
@allowed(Role.STEWARD)
def poster(form_id: int) -> ResponseReturnValue:
    """A sheet for the notice board, in all languages at once."""
    here, own = desk(), own_form(form_id)
    paper = request.args.get("paper", "")
    return render_template(
        "manage/sign_up/poster.html",
        own=own,
        desk=here,
        masthead=Masthead.of(here.union, alliance(session()), page_language()),
        address=address(own),
        said=[_said(own, code) for code in settings().languages],
        paper=paper if paper in PAPERS else PAPERS[0],
        papers=PAPERS,
    )


def address(own: SignUpForm, endpoint: str = "public.join_by_form") -> str:
    """Where it stands, for people outside: in their language, not in that of this page."""
    return links().base_url + url_for(endpoint, slug=own.union.slug, form=own.slug, **{PARAMETER: None})


def _said(own: SignUpForm, code: str) -> dict[str, Any]:
    """What the poster says in one language."""
    with force_locale(code):
        return {
            "language": code,
            "title": translated(own.title, code),
            "intro": translated(own.intro, code),
            "how": gettext("Point your phone’s camera at the square, or open"),
            "leave": gettext("You choose the topics and the language. One click ends it, from any mail."),
        }


def _snippet(own: SignUpForm, code: str) -> str:
    """A plain HTML form for another website; it ends on our page, which asks what is missing."""
    offered = topics.offered(session(), [own.union_id])
    with force_locale(code):
        return render_template(
            "manage/sign_up/snippet.html",
            own=own,
            code=code,
            address=address(own),
            topics=[one for one in offered if one.id in own.list_ids or not own.list_ids],
            wording=topics.current_wording(session(), code),
        ).strip()
