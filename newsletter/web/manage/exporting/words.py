"""What exports and their files are called."""

from babel.numbers import format_decimal
from flask_babel import gettext

from newsletter.audiences.models import Segment
from newsletter.exporting.choice import Choice
from newsletter.exporting.lifecycle import ExportState
from newsletter.exporting.models import Export, ExportFormat
from newsletter.subscribers.models import MailingList
from newsletter.translations import N_
from newsletter.web.context import session
from newsletter.web.languages import in_language, page_language
from newsletter.web.manage.words import Word

STATES = {
    ExportState.QUEUED: Word(N_("Waiting its turn"), "info"),
    ExportState.WRITING: Word(N_("Being written"), "info"),
    ExportState.READY: Word(N_("Ready"), "good"),
    ExportState.GONE: Word(N_("File deleted")),
    ExportState.CANCELLED: Word(N_("Stopped")),
}

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def written(export: Export) -> str:
    """What is in it, as a heading of a line."""
    if export.format is ExportFormat.ARCHIVE:
        return str(gettext("Everything"))
    choice = Choice.from_json(export.choice)
    if choice.segment_id:
        segment = session().get(Segment, choice.segment_id)
        return segment.name if segment else str(gettext("A segment that is no more"))
    found = session().get(MailingList, choice.list_id) if choice.list_id else None
    return in_language(found.name) if found else str(gettext("Everybody"))


def size(of_bytes: int) -> str:
    """A file's size as people say it."""
    for unit, name in _UNITS:
        if of_bytes >= unit:
            return f"{format_decimal(round(of_bytes / unit, 1), locale=page_language())} {name}"
    return str(gettext("%(count)s bytes", count=of_bytes))
