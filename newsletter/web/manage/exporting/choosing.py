"""Choosing what to take out: a small table comes at once, a large one is written by a worker."""

from io import BytesIO

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.audiences import queries as audiences
from newsletter.errors import NotVisible
from newsletter.exporting import queries
from newsletter.exporting.models import ExportFormat
from newsletter.exporting.services.asking import ask
from newsletter.exporting.services.taking import is_small, take
from newsletter.subscribers import queries as subscribers
from newsletter.subscribers.models import Standing
from newsletter.web.context import now, session, settings, work
from newsletter.web.languages import page_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.exporting.form import EVERYBODY, LIST, SEGMENT, ExportForm, export_form
from newsletter.web.manage.exporting.handing import handed_over
from newsletter.web.manage.exporting.words import STATES, written
from newsletter.web.manage.frame import show


@blueprint.route("/<union>/people/exports", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def exports() -> ResponseReturnValue:
    """Choose, and see what was taken out lately."""
    here = desk()
    form = _form()
    if form.is_right():
        is_enough = is_small(session(), union=here.union, choice=form.choice, now=now())
        return _at_once(form) if is_enough else _later(form)
    latest = queries.latest(session(), union_ids=here.union_ids)
    return (
        show("exporting/exports", form=form, latest=latest, states=STATES, written=written),
        422 if form.errors else 200,
    )


def _form() -> ExportForm:
    """With what the people page showed. A list or a segment that is not there for this union does not exist."""
    here, asked = desk(), request.args
    lists = subscribers.visible_lists(session(), here.union)
    segments = audiences.segments(session(), union_id=here.union.id)
    whom = EVERYBODY
    for kind, known in ((LIST, lists), (SEGMENT, segments)):
        number = asked.get(kind, 0, type=int)
        if number:
            if number not in {one.id for one in known}:
                raise NotVisible
            whom = f"{kind}-{number}"
    standing = asked.get("standing", "")
    return export_form(
        lists,
        segments,
        everybody=gettext("Everybody in %(union)s", union=here.union.short_name),
        whom=whom,
        standing=Standing(standing) if standing in {*Standing} else Standing.CONFIRMED,
    )


def _at_once(form: ExportForm) -> Response:
    here, kind = desk(), ExportFormat(form.kind.data)
    with work() as going:
        content = take(
            going.session,
            union=here.union,
            account_id=here.account.id,
            form=kind,
            language=page_language(),
            choice=form.choice,
            columns=form.sheet,
            home=settings().home,
            now=now(),
        )
    return handed_over(BytesIO(content), here.union, kind, now().date())


def _later(form: ExportForm) -> ResponseReturnValue:
    here = desk()
    with work() as going:
        asked = ask(
            going.session,
            going.outbox,
            union=here.union,
            account_id=here.account.id,
            form=ExportFormat(form.kind.data),
            language=page_language(),
            choice=form.choice,
            columns=form.sheet,
            now=now(),
        )
        export_id = asked.id
    flash(gettext("It is being written. You can close this page and come back."), "good")
    return redirect(url_for(".export", export_id=export_id))
