"""The alliance itself: unions, senders, locals, lists and the words people agree to."""

from sqlalchemy.orm import Session

from newsletter.seeds.forms import Seed, SeedUnion
from newsletter.seeds.planting.ground import Ground
from newsletter.seeds.planting.rows import Row, add_missing
from newsletter.subscribers.models import ConsentWording, MailedBy, MailingList
from newsletter.unions.models import Local, SenderIdentity, Union, UnionKind


def plant_alliance(session: Session, seed: Seed) -> Ground:
    """Add what is missing. Returns the row numbers of everything."""
    unions = _unions(session, seed)
    _senders(session, seed, unions)
    return Ground(
        unions=unions,
        locals=_locals(session, seed, unions),
        lists=_lists(session, seed, unions[seed.unions.alliance.slug]),
        wordings=_wordings(session, seed),
        alliance=seed.unions.alliance.slug,
    )


def _unions(session: Session, seed: Seed) -> dict[str, int]:
    known: dict[str, int] = {}
    for union in seed.unions.everyone:  # one by one: an affiliate names its parent's row
        kind = UnionKind.ALLIANCE if union is seed.unions.alliance else UnionKind.UNION
        found = add_missing(session, Union, [_union(union, kind, known)], by=("slug",))
        known[union.slug] = found[(union.slug,)]
    return known


def _union(union: SeedUnion, kind: UnionKind, known: dict[str, int]) -> Row:
    return {
        "slug": union.slug,
        "kind": kind,
        "parent_id": known[union.parent] if union.parent else None,
        "short_name": union.short_name,
        "name": union.name,
        "countries": list(union.countries),
        "languages": list(union.languages),
        "postal_address": union.postal_address,
        "website": union.website,
        "contact_email": union.contact_email,
        "colour": union.colour,
        "logo_url": None,
    }


def _senders(session: Session, seed: Seed, unions: dict[str, int]) -> None:
    rows = [
        {"union_id": unions[union.slug], "is_default": True, **union.sender.model_dump()}
        for union in seed.unions.everyone
    ]
    add_missing(session, SenderIdentity, rows, by=("union_id",))


def _locals(session: Session, seed: Seed, unions: dict[str, int]) -> dict[tuple[str, str], int]:
    rows = [
        {
            "union_id": unions[slug],
            "number": one.number,
            "name": one.name,
            "country": one.country,
            "region": one.region,
        }
        for slug, branches in seed.locals.root.items()
        for one in branches
    ]
    found = add_missing(session, Local, rows, by=("union_id", "number"))
    return {
        (slug, one.number): found[unions[slug], one.number]
        for slug, branches in seed.locals.root.items()
        for one in branches
    }


def _lists(session: Session, seed: Seed, alliance_id: int) -> dict[str, int]:
    rows = [
        {
            "union_id": alliance_id,
            "position": position,
            "mailed_by": MailedBy.ALLIANCE if one.is_public else MailedBy.OWNER,
            "in_archive": one.is_public,
            **one.model_dump(),
        }
        for position, one in enumerate(seed.lists.lists, start=1)
    ]
    found = add_missing(session, MailingList, rows, by=("slug",))
    return {one.slug: found[(one.slug,)] for one in seed.lists.lists}


def _wordings(session: Session, seed: Seed) -> dict[str, int]:
    oldest_first = sorted(seed.wordings.wordings, key=lambda wording: wording.version)
    keys = [(wording.version, language) for wording in oldest_first for language in wording.text]
    rows = [
        {"version": wording.version, "language": language, "text": text}
        for wording in oldest_first
        for language, text in wording.text.items()
    ]
    found = add_missing(session, ConsentWording, rows, by=("version", "language"))
    return {language: found[version, language] for version, language in keys}
