"""The union itself with its locals, senders, fields, lists, forms, the words of consent, and its imports."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.audiences.models import Segment
from newsletter.exporting.archive import records
from newsletter.exporting.archive.bringing.places import Places
from newsletter.exporting.archive.reading import Archive
from newsletter.subscribers.importing.lifecycle import ImportState
from newsletter.subscribers.models import (
    ConsentWording,
    CustomField,
    MailedBy,
    MailingList,
    RosterImport,
    SignUpForm,
)
from newsletter.unions.models import Local, SenderIdentity, Union, UnionKind


def bring_union(session: Session, archive: Archive, places: Places, *, slug: str, now: datetime) -> Union:
    """Make it, under this name; the alliance here decides later whose affiliate it is."""
    one = next(archive.lines("union.jsonl", records.UnionRecord))
    union = Union(kind=UnionKind.UNION, slug=slug, **one.model_dump(exclude={"slug", "kind", "number"}))
    session.add(union)
    session.flush()
    places.unions[one.number] = union.id
    for local in archive.lines("locals.jsonl", records.LocalRecord):
        row = Local(union_id=union.id, number=local.local, **local.model_dump(exclude={"number", "local"}))
        session.add(row)
        session.flush()
        places.locals[local.local] = places.local_rows[local.number] = row.id
    for sender in archive.lines("senders.jsonl", records.SenderRecord):
        session.add(SenderIdentity(union_id=union.id, **sender.model_dump()))
    for field in archive.lines("fields.jsonl", records.FieldRecord):
        own = CustomField(union_id=union.id, **field.model_dump(exclude={"number"}))
        session.add(own)
        session.flush()
        places.fields[field.number] = own.id
    _bring_lists(session, archive, places, union)
    for segment in archive.lines("segments.jsonl", records.SegmentRecord):
        kept = Segment(union_id=union.id, **segment.model_dump(exclude={"number"}))
        session.add(kept)
        session.flush()
        places.segments[segment.number] = kept.id
    _bring_wordings(session, archive, places)
    for form in archive.lines("forms.jsonl", records.FormRecord):
        ids = [places.lists[number] for number in form.lists]
        session.add(SignUpForm(union_id=union.id, list_ids=ids, **form.model_dump(exclude={"lists"})))
    _bring_imports(session, archive, places, union, now)
    session.flush()
    return union


def _bring_lists(session: Session, archive: Archive, places: Places, union: Union) -> None:
    """Another's list becomes the union's own, and private: who is on it agreed to that, and nobody else joins."""
    taken = set(session.scalars(select(MailingList.slug)))
    for one in archive.lines("lists.jsonl", records.ListRecord):
        said = one.model_dump(exclude={"number", "own", "slug"})
        if not one.own:
            said |= {"is_public": False, "mailed_by": MailedBy.OWNER, "in_archive": False}
        row = MailingList(union_id=union.id, slug=_free(one.slug, taken), **said)
        session.add(row)
        session.flush()
        places.lists[one.number] = row.id


def _free(slug: str, taken: set[str]) -> str:
    """A list's label is unique in an installation (RFC 2919)."""
    found, number = slug, 1
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    taken.add(found)
    return found


def _bring_wordings(session: Session, archive: Archive, places: Places) -> None:
    """Words that are here already stay; others get versions below all of ours, for the newest is what pages show."""
    lowest = min(0, session.scalar(select(func.min(ConsentWording.version))) or 0)
    versions: dict[int, int] = {}
    for one in archive.lines("wordings.jsonl", records.WordingRecord):
        row = session.scalar(select(ConsentWording).filter_by(language=one.language, text=one.text).limit(1))
        if row is None:
            version = versions.setdefault(one.version, lowest - len(versions) - 1)
            row = ConsentWording(version=version, language=one.language, text=one.text)
            session.add(row)
            session.flush()
        places.wordings[one.number] = row.id


def _bring_imports(session: Session, archive: Archive, places: Places, union: Union, now: datetime) -> None:
    for one in archive.lines("imports.jsonl", records.ImportRecord):
        row = RosterImport(
            union_id=union.id,
            state=ImportState.DONE,
            file_name=one.file_name,
            folder="",
            language=union.languages[0],
            roster={},
            mapping={},
            basis=one.basis,
            wording=one.wording,
            list_ids=[places.lists[number] for number in one.lists],
            position=0,
            line=0,
            counts=one.counts,
            made_at=one.made_at,
            ended_at=one.ended_at or now,
        )
        session.add(row)
        session.flush()
        places.imports[one.number] = row.id
