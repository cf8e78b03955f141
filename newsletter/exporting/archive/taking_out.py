"""Writing all that a union has into an archive, in the order of its files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from newsletter.delivery.post import Post
from newsletter.exporting.archive import of_mailings, of_people, of_union
from newsletter.exporting.archive.contents import FILES
from newsletter.exporting.archive.mails import mails
from newsletter.exporting.archive.records import Record
from newsletter.exporting.archive.scope import Reach, reach_of
from newsletter.exporting.archive.writing import Origin, Writer, writing
from newsletter.unions.models import Union

_TOLD_ROWS = 500

Line = TypeVar("Line", bound=Record)


def write_archive(
    session: Session, *, union: Union, path: Path, post: Post, now: datetime, tell: Callable[[int], None]
) -> int:
    """Into a file that is there, empty; how many lines. `tell` hears every now and then how many there are.

    The session sees one moment (`snapshots.snapshot`), so that the files fit together.
    """
    links = post.links
    origin = Origin.of(links.signer, installation=links.base_url, union=union.slug, made_at=now)
    reach = reach_of(session, union)
    count = _Count(tell)
    with writing(path) as archive:
        names = _write_mails(session, reach, post, archive)
        for name, lines in _files(session, reach, names):
            archive.lines(name, count.each(lines))
        archive.finish(origin)
    return count.lines


class _Count:
    def __init__(self, tell: Callable[[int], None]) -> None:
        self.lines, self._tell = 0, tell

    def each(self, lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            self.lines += 1
            if self.lines % _TOLD_ROWS == 0:
                self._tell(self.lines)
            yield line


def _write_mails(session: Session, reach: Reach, post: Post, archive: Writer) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for mail in mails(session, reach, post):
        archive.whole(mail.name, mail.content)
        names.setdefault(mail.campaign_id, []).append(mail.name)
    return names


def _files(session: Session, reach: Reach, mails: dict[int, list[str]]) -> Iterator[tuple[str, Iterable[Record]]]:
    union = reach.union
    every: dict[str, Iterable[Record]] = {
        "union.jsonl": of_union.union(reach),
        "locals.jsonl": of_union.locals_of(session, union),
        "senders.jsonl": of_union.senders(session, union),
        "fields.jsonl": of_union.fields(session, union),
        "lists.jsonl": of_union.lists(reach),
        "forms.jsonl": of_union.forms(session, reach),
        "segments.jsonl": of_union.segments(session, union),
        "wordings.jsonl": of_union.wordings(session, reach),
        "imports.jsonl": of_union.imports(session, reach),
        "people.jsonl": of_people.people(session, reach),
        "subscriptions.jsonl": of_people.subscriptions(session, reach),
        "consents.jsonl": of_people.consents(session, reach),
        "suppressions.jsonl": of_people.suppressions(session, reach),
        "events.jsonl": of_mailings.events(reach),
        "rsvps.jsonl": of_mailings.rsvps(session, reach),
        "campaigns.jsonl": of_mailings.campaigns(session, reach, mails),
        "fates.jsonl": of_mailings.fates(session, reach),
        "reports.jsonl": of_mailings.reports(session, reach),
        "activity.jsonl": of_mailings.activity(session, reach),
    }
    for name in FILES:
        yield name, every[name]
