"""What one person agreed to and took back, as a file: CSV for people, JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from flask import Response, abort
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.activity.services import record
from newsletter.subscribers import queries
from newsletter.subscribers.cells import defused
from newsletter.subscribers.models import ConsentRecord
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk


@dataclass(frozen=True)
class Line:
    """One consent record, in words of its own; the page's language makes no difference."""

    at: str
    """ISO 8601, UTC."""

    action: str
    basis: str
    list: str
    """The list's number here."""

    list_name: str
    source: str
    wording_version: str
    wording_language: str
    wording: str
    connection: str
    """Stands for the network address it came from; empty where none was kept."""


@blueprint.post("/<union>/people/<int:subscriber_id>/evidence.<ending>")
@allowed(Role.STEWARD)
def evidence(subscriber_id: int, ending: str) -> ResponseReturnValue:
    """The same as on the page. A POST: that it was taken out is in the log."""
    if ending not in {"csv", "json"}:
        abort(404)
    here = desk()
    person = queries.person(session(), union_ids=here.union_ids, subscriber_id=subscriber_id)
    names = {one.id: one.name.get("en", one.slug) for one in queries.visible_lists(session(), here.union)}
    records = queries.consent_records(session(), union=here.union, subscriber_id=person.id)
    lines = [_line(one, names) for one in reversed(records)]
    with work() as going:
        record(
            going.session,
            verb="person.evidence_taken_out",
            subject_id=subscriber_id,
            union_id=here.union.id,
            account_id=here.account.id,
            now=now(),
        )
    written = _csv(lines) if ending == "csv" else json.dumps([asdict(one) for one in lines], indent=1)
    answer = Response(written, mimetype="text/csv" if ending == "csv" else "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-{subscriber_id}.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _line(one: ConsentRecord, names: dict[int, str]) -> Line:
    words = one.wording
    return Line(
        at=one.at.isoformat(),
        action=one.action,
        basis=one.basis,
        list=str(one.list_id),
        list_name=names.get(one.list_id, ""),
        source=one.source,
        wording_version=str(words.version) if words else "",
        wording_language=words.language if words else "",
        wording=words.text if words else "",
        connection=one.connection_hash or "",
    )


def _csv(lines: Sequence[Line]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([one.name for one in fields(Line)])
    writer.writerows([defused(cell) for cell in asdict(one).values()] for one in lines)
    return "\ufeff" + sheet.getvalue()
