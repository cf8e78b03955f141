"""Asking for all that the union has, to leave with it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.exporting.models import ExportFormat
from newsletter.exporting.services.asking import ask
from newsletter.web.context import now, work
from newsletter.web.languages import page_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk


@blueprint.post("/<union>/people/exports/everything")
@allowed(Role.STEWARD)
def export_everything() -> ResponseReturnValue:
    """Let a worker write the archive."""
    here = desk()
    with work() as going:
        asked = ask(
            going.session,
            going.outbox,
            union=here.union,
            account_id=here.account.id,
            form=ExportFormat.ARCHIVE,
            language=page_language(),
            now=now(),
        )
        export_id = asked.id
    flash(gettext("It is being written. You can close this page and come back."), "good")
    return redirect(url_for(".export", export_id=export_id))
