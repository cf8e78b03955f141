"""One export: how far it is, its file when it is ready, and taking it back."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.errors import NotVisible
from newsletter.exporting import files, queries
from newsletter.exporting.lifecycle import ExportNotNow, ExportState
from newsletter.exporting.models import Export
from newsletter.exporting.services.asking import cancel, discard
from newsletter.web.context import now, session, settings, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.exporting.handing import handed_over
from newsletter.web.manage.exporting.words import STATES, size, written
from newsletter.web.manage.frame import fragment, show


@dataclass(frozen=True)
class Course:
    """How far an export is, at this moment."""

    export: Export
    per_second: float

    @property
    def time_left(self) -> timedelta | None:
        """At this pace; None where nobody can say."""
        left = self.export.rows_in_all - self.export.rows
        return timedelta(seconds=left / self.per_second) if self.per_second and left > 0 else None

    @property
    def moves(self) -> bool:
        """Whether there is news to be expected."""
        return self.export.state in {ExportState.QUEUED, ExportState.WRITING}

    @classmethod
    def of(cls, export: Export) -> "Course":
        """By the mean since it was taken up."""
        past_s = (now() - export.began_at).total_seconds() if export.began_at else 0.0
        return cls(export, export.rows / past_s if past_s >= 1 else 0.0)


@blueprint.get("/<union>/people/exports/<int:export_id>")
@allowed(Role.STEWARD)
def export(export_id: int) -> ResponseReturnValue:
    """The page; it asks for its own news, or one reloads it."""
    return show("exporting/export", **_seen(export_id))


@blueprint.get("/<union>/people/exports/<int:export_id>/now")
@allowed(Role.STEWARD)
def export_now(export_id: int) -> ResponseReturnValue:
    """What of it moves; in another state it is another page."""
    if request.args.get("state") != _own(export_id).state:
        return Response(headers={"HX-Refresh": "true"})
    return fragment("exporting/_course", **_seen(export_id))


@blueprint.get("/<union>/people/exports/<int:export_id>/file")
@allowed(Role.STEWARD)
def export_file(export_id: int) -> ResponseReturnValue:
    """The file itself, as long as it is there."""
    found = _own(export_id)
    path = files.path_of(settings().home, found.file) if found.file else None
    if found.state is not ExportState.READY or path is None or not path.exists():
        raise NotVisible
    return handed_over(path, found.union, found.format, found.asked_at.date())


@blueprint.post("/<union>/people/exports/<int:export_id>/cancel")
@allowed(Role.STEWARD)
def cancel_export(export_id: int) -> ResponseReturnValue:
    """Write no more of it; what is ready already stays."""
    try:
        with work() as going:
            found = queries.own_export(going.session, union_ids=desk().union_ids, export_id=export_id)
            cancel(going.session, export=found, account_id=desk().account.id, now=now())
    except ExportNotNow:
        flash(gettext("It was too late: it is not being written any more."), "warn")
    return redirect(url_for(".export", export_id=export_id))


@blueprint.post("/<union>/people/exports/<int:export_id>/delete")
@allowed(Role.STEWARD)
def delete_export(export_id: int) -> ResponseReturnValue:
    """Delete the file before its time."""
    try:
        with work() as going:
            found = queries.own_export(going.session, union_ids=desk().union_ids, export_id=export_id)
            discard(going.session, export=found, home=settings().home, account_id=desk().account.id, now=now())
    except ExportNotNow:
        flash(gettext("There is no file of it any more."), "warn")
    else:
        flash(gettext("The file is deleted."), "good")
    return redirect(url_for(".exports"))


def _own(export_id: int) -> Export:
    return queries.own_export(session(), union_ids=desk().union_ids, export_id=export_id)


def _seen(export_id: int) -> dict[str, object]:
    course = Course.of(_own(export_id))
    return {
        "course": course,
        "title": written(course.export),
        "state": STATES[course.export.state],
        "size": size(course.export.size_bytes or 0),
        "asked_at": int(now().timestamp() * 1000),
    }
