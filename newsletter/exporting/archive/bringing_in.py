"""Taking a union in from another installation: all of it in one transaction, or nothing.

It becomes a new union here, so that nothing of any other is touched; of a person who is known already only the
membership is made. Lists, events and campaigns of others that it took part in become its own, for its members agreed
to hear from it about them, and to nobody else here. What was going out when the archive was made goes out no more.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.exporting.archive.bringing.mailings import bring_campaigns, bring_events, bring_fates, bring_rsvps
from newsletter.exporting.archive.bringing.people import bring_consents, bring_people, bring_subscriptions
from newsletter.exporting.archive.bringing.places import Places
from newsletter.exporting.archive.bringing.rules import rewrite_rules
from newsletter.exporting.archive.bringing.suppressions import bring_suppressions
from newsletter.exporting.archive.bringing.union import bring_union
from newsletter.exporting.archive.checking import check
from newsletter.exporting.archive.reading import Archive, BadArchive, reading
from newsletter.exporting.archive.writing import KEY_CHECK
from newsletter.tokens import Signer
from newsletter.unions import queries as unions
from newsletter.unions.models import Union


class NameTaken(BadArchive):
    """There is a union of this name already."""


@dataclass(frozen=True)
class BroughtIn:
    """What there is now."""

    union: Union
    people: int
    campaigns: int
    unknown_suppressions: int
    """Those that could not be taken in: hashes under another key of addresses that are not in the archive."""


def bring_in(session: Session, *, path: Path, slug: str | None, signer: Signer, now: datetime) -> BroughtIn:
    """Check everything, then write everything, and flush. `slug` is the union's name here, if it is to be another.

    Raises BadArchive, NewerArchive or NameTaken; then the transaction is to be rolled back.
    """
    with reading(path) as archive:
        found = check(archive)
        name = slug or found.slug
        if unions.by_slug(session, name):
            raise NameTaken(f"there is a union {name!r} here already; give the one in the archive another name")
        try:
            return _write(session, archive, name, signer, now)
        except (IntegrityError, DataError) as problem:
            raise BadArchive(f"the database refused what the archive holds: {type(problem.orig).__name__}") from None


def _write(session: Session, archive: Archive, slug: str, signer: Signer, now: datetime) -> BroughtIn:
    mark = f"archive of {archive.manifest.installation}, {archive.made_at.date().isoformat()}"
    places = Places(mark, same_key=archive.manifest.key_check == signer.address_hash(KEY_CHECK))
    union = bring_union(session, archive, places, slug=slug, now=now)
    bring_people(session, archive, places, union=union, signer=signer)
    bring_subscriptions(session, archive, places)
    bring_consents(session, archive, places, union=union)
    unknown = bring_suppressions(session, archive, places, union=union)
    bring_events(session, archive, places, union=union)
    bring_rsvps(session, archive, places, union=union)
    bring_campaigns(session, archive, places, union=union, now=now)
    rewrite_rules(session, places)
    bring_fates(session, archive, places, union=union)
    record(
        session,
        verb="union.brought_in",
        subject_id=union.id,
        union_id=union.id,
        now=now,
        people=len(places.people),
        source=archive.manifest.installation,
    )
    session.flush()
    session.expire_all()
    return BroughtIn(union, len(places.people), len(places.campaigns), unknown)
