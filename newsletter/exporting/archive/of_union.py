"""What a union is, as lines of an archive: itself, its locals, senders, fields, lists, forms, words and imports."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsletter.audiences.models import Segment
from newsletter.exporting.archive import records
from newsletter.exporting.archive.scope import Reach
from newsletter.subscribers.models import ConsentRecord, ConsentWording, CustomField, RosterImport, SignUpForm
from newsletter.unions.models import Local, SenderIdentity, Union


def union(reach: Reach) -> Iterator[records.UnionRecord]:
    """One line."""
    one = reach.union
    yield records.UnionRecord(
        number=one.id,
        slug=one.slug,
        kind=one.kind,
        short_name=one.short_name,
        name=one.name,
        countries=one.countries,
        languages=one.languages,
        postal_address=one.postal_address,
        website=one.website,
        contact_email=one.contact_email,
        colour=one.colour,
        logo_url=one.logo_url,
    )


def locals_of(session: Session, of: Union) -> Iterator[records.LocalRecord]:
    """By number."""
    for one in session.scalars(select(Local).filter_by(union_id=of.id).order_by(Local.number)):
        yield records.LocalRecord(
            number=one.id, local=one.number, name=one.name, country=one.country, region=one.region
        )


def senders(session: Session, of: Union) -> Iterator[records.SenderRecord]:
    """All of them."""
    for one in session.scalars(select(SenderIdentity).filter_by(union_id=of.id).order_by(SenderIdentity.id)):
        yield records.SenderRecord(
            name=one.name, address=one.address, reply_to=one.reply_to, is_default=one.is_default
        )


def fields(session: Session, of: Union) -> Iterator[records.FieldRecord]:
    """Those that are asked no more as well."""
    for one in session.scalars(select(CustomField).filter_by(union_id=of.id).order_by(CustomField.id)):
        yield records.FieldRecord(
            number=one.id,
            key=one.key,
            kind=one.kind,
            label=one.label,
            choices=one.choices,
            position=one.position,
            archived_at=one.archived_at,
        )


def lists(reach: Reach) -> Iterator[records.ListRecord]:
    """Their number here is that of their row."""
    for one in reach.lists:
        yield records.ListRecord(
            number=one.id,
            own=one.union_id == reach.union.id,
            slug=one.slug,
            is_public=one.is_public,
            mailed_by=one.mailed_by,
            in_archive=one.in_archive,
            name=one.name,
            description=one.description,
            position=one.position,
            archived_at=one.archived_at,
        )


def forms(session: Session, reach: Reach) -> Iterator[records.FormRecord]:
    """With the lists that are in the archive."""
    known = set(reach.list_ids)
    for one in session.scalars(select(SignUpForm).filter_by(union_id=reach.union.id).order_by(SignUpForm.id)):
        yield records.FormRecord(
            slug=one.slug,
            title=one.title,
            intro=one.intro,
            thanks=one.thanks,
            fields=one.fields,
            lists=[number for number in one.list_ids if number in known],
            language=one.language,
            origins=one.origins,
            is_open=one.is_open,
            version=one.version,
            made_at=one.made_at,
        )


def segments(session: Session, of: Union) -> Iterator[records.SegmentRecord]:
    """The rules it keeps under a name."""
    for one in session.scalars(select(Segment).filter_by(union_id=of.id).order_by(Segment.id)):
        yield records.SegmentRecord(
            number=one.id, name=one.name, rule=one.rule, made_at=one.made_at, changed_at=one.changed_at
        )


def wordings(session: Session, reach: Reach) -> Iterator[records.WordingRecord]:
    """The words some evidence given through the union, or for a list of its own, names."""
    own = [one.id for one in reach.lists if one.union_id == reach.union.id]
    named = select(ConsentRecord.wording_id).where(
        or_(ConsentRecord.union_id == reach.union.id, ConsentRecord.list_id.in_(own))
    )
    for one in session.scalars(
        select(ConsentWording).where(ConsentWording.id.in_(named)).order_by(ConsentWording.id)
    ):
        yield records.WordingRecord(number=one.id, version=one.version, language=one.language, text=one.text)


def imports(session: Session, reach: Reach) -> Iterator[records.ImportRecord]:
    """Evidence that says it came by an import names one of these."""
    known = set(reach.list_ids)
    for one in session.scalars(select(RosterImport).filter_by(union_id=reach.union.id).order_by(RosterImport.id)):
        yield records.ImportRecord(
            number=one.id,
            file_name=one.file_name,
            basis=one.basis,
            wording=one.wording,
            lists=[number for number in one.list_ids if number in known],
            counts=one.counts,
            made_at=one.made_at,
            ended_at=one.ended_at,
        )
