"""Whether the files of an archive fit together: read from the first to the last line before anything is written."""

import hashlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from newsletter.audiences import Audience, BadRule
from newsletter.audiences.written import from_json
from newsletter.campaigns.lifecycle import State
from newsletter.exporting.archive import records
from newsletter.exporting.archive.contents import FILES
from newsletter.exporting.archive.reading import Archive, BadArchive
from newsletter.mail.address import BadAddress, normalise
from newsletter.rendering import BlockError, parse_blocks
from newsletter.unions.models import UnionKind


@dataclass
class Known:
    """Numbers that other lines may name. People are so many that only their count is kept, and a digest of each."""

    union: records.UnionRecord | None = None
    locals: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)
    wordings: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    campaigns: set[int] = field(default_factory=set)
    people: int = 0
    addresses: "array[int]" = field(default_factory=lambda: array("Q"))
    senders: int = 0
    last: tuple[int, int] = (0, 0)
    """Of a file that is sorted by two numbers: no pair comes twice."""


def check(archive: Archive) -> records.UnionRecord:
    """Read everything once, and give back whose it is. Raises BadArchive, which says where it is wrong."""
    known = Known()
    for name, kind in FILES.items():
        known.last = (0, 0)
        look = _CHECKS.get(kind)
        for number, line in enumerate(archive.lines(name, kind), 1):
            problem = look(known, line) if look else None
            if problem:
                raise BadArchive(f"{name}, line {number}: {problem}")
    for entry in archive.manifest.files:
        if entry.records is None:
            archive.check_whole(entry.name)
    if known.union is None or known.union.slug != archive.manifest.union:
        raise BadArchive("union.jsonl does not say whose archive it is")
    if known.senders != 1:
        raise BadArchive("senders.jsonl: exactly one sender is the usual one")
    if _has_twins(known.addresses):
        raise BadArchive("people.jsonl has somebody twice")
    return known.union


def _union(known: Known, one: records.UnionRecord) -> str | None:
    if known.union:
        return "there is one union in an archive"
    known.union = one
    return None if one.kind is UnionKind.UNION else "the alliance itself cannot be taken in by another"


def _local(known: Known, one: records.LocalRecord) -> str | None:
    return _new(known.locals, one.local)


def _sender(known: Known, one: records.SenderRecord) -> str | None:
    known.senders += one.is_default
    return None


def _field(known: Known, one: records.FieldRecord) -> str | None:
    return _new(known.fields, one.key)


def _list(known: Known, one: records.ListRecord) -> str | None:
    return _new(known.lists, one.number)


def _form(known: Known, one: records.FormRecord) -> str | None:
    return _missing(known.lists, *one.lists)


def _segment(known: Known, one: records.SegmentRecord) -> str | None:
    try:
        from_json(one.rule)
    except BadRule as problem:
        return f"it is not written as rules are: {problem}"
    return _new(known.segments, one.name)


def _wording(known: Known, one: records.WordingRecord) -> str | None:
    return _new(known.wordings, one.number)


def _import(known: Known, one: records.ImportRecord) -> str | None:
    return _missing(known.lists, *one.lists)


def _person(known: Known, one: records.PersonRecord) -> str | None:
    known.people += 1
    if one.number != known.people:
        return "people are numbered from 1 without a gap"
    try:
        if normalise(one.email) != one.email:
            return "email: not as an address is kept"
    except BadAddress:
        return "email: not an address"
    known.addresses.append(int.from_bytes(hashlib.blake2b(one.email.encode(), digest_size=8).digest()))
    if one.local is not None and one.local not in known.locals:
        return "local: there is none of this number"
    return None if one.fields.keys() <= known.fields else "fields: the union has no such field"


def _subscription(known: Known, one: records.SubscriptionRecord) -> str | None:
    return (
        _stranger(known, one.person) or _missing(known.lists, one.on_list) or _again(known, one.person, one.on_list)
    )


def _consent(known: Known, one: records.ConsentRecordRecord) -> str | None:
    words = _missing(known.wordings, one.wording) if one.wording else None
    return _stranger(known, one.person) or _missing(known.lists, one.on_list) or words


def _suppression(known: Known, one: records.SuppressionRecord) -> str | None:
    if (one.scope == "list") is not (one.on_list is not None):
        return "on_list: a list is named where the scope is one, and nowhere else"
    listed = _missing(known.lists, one.on_list) if one.on_list else None
    return listed or (_stranger(known, one.person) if one.person else None)


def _event(known: Known, one: records.EventRecord) -> str | None:
    return _new(known.events, one.number)


def _rsvp(known: Known, one: records.RsvpRecord) -> str | None:
    return _stranger(known, one.person) or _missing(known.events, one.event) or _again(known, one.event, one.person)


def _campaign(known: Known, one: records.CampaignRecord) -> str | None:
    if not one.own and one.state is State.DRAFT:
        return "state: a draft of another union"
    if one.languages[0] not in {variant.language for variant in one.variants}:
        return "variants: its source is missing"
    try:
        Audience.from_json(one.audience)
        for variant in one.variants:
            parse_blocks(variant.blocks)
    except (BadRule, BlockError) as problem:
        return f"it is not written as campaigns are: {problem}"
    event = _missing(known.events, one.event) if one.event else None
    order = _again(known, one.number, 0) or _new(known.campaigns, one.number)
    return order or _missing(known.lists, one.topic) or event


def _fate(known: Known, one: records.FateRecord) -> str | None:
    return (
        _stranger(known, one.person)
        or _missing(known.campaigns, one.campaign)
        or _again(known, one.campaign, one.person)
    )


_CHECKS: dict[type[records.Record], Callable[..., str | None]] = {
    records.UnionRecord: _union,
    records.LocalRecord: _local,
    records.SenderRecord: _sender,
    records.FieldRecord: _field,
    records.ListRecord: _list,
    records.FormRecord: _form,
    records.SegmentRecord: _segment,
    records.WordingRecord: _wording,
    records.ImportRecord: _import,
    records.PersonRecord: _person,
    records.SubscriptionRecord: _subscription,
    records.ConsentRecordRecord: _consent,
    records.SuppressionRecord: _suppression,
    records.EventRecord: _event,
    records.RsvpRecord: _rsvp,
    records.CampaignRecord: _campaign,
    records.FateRecord: _fate,
}


def _new(known: "set[int] | set[str]", one: int | str) -> str | None:
    if one in known:
        return f"{one!r} is there twice"
    known.add(one)  # type: ignore[arg-type]  # a set holds one kind
    return None


def _missing(known: set[int], *numbers: int) -> str | None:
    absent = set(numbers) - known
    return f"it names {min(absent)}, which is not in the archive" if absent else None


def _stranger(known: Known, person: int) -> str | None:
    return None if person <= known.people else f"it names person {person}, who is not in the archive"


def _again(known: Known, first: int, second: int) -> str | None:
    if (first, second) <= known.last:
        return "the lines are not in order, or one is there twice"
    known.last = (first, second)
    return None


def _has_twins(addresses: "array[int]") -> bool:
    ordered = sorted(addresses)
    return any(one == other for one, other in pairwise(ordered))
