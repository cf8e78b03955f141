"""Who must not be mailed: hashed anew under this installation's key, which needs the address."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.db import among, insert
from newsletter.exporting.archive import records
from newsletter.exporting.archive.bringing.places import Places, in_sets
from newsletter.exporting.archive.reading import Archive
from newsletter.subscribers.models import Scope, Subscriber, Suppression
from newsletter.unions.models import Union


def bring_suppressions(session: Session, archive: Archive, places: Places, *, union: Union) -> int:
    """Take in what can be known here; how many cannot.

    Who left the whole alliance there has left the union here: it is the only one they knew.
    """
    unknown = 0
    for some in in_sets(archive.lines("suppressions.jsonl", records.SuppressionRecord)):
        hashes = _hashes(session, some, places)
        rows: list[dict[str, Any]] = []
        for one in some:
            address_hash = hashes.get(one.person) if one.person else one.address_hash if places.same_key else None
            if address_hash is None:
                unknown += 1
                continue
            rows.append(
                {
                    "address_hash": address_hash,
                    "scope": Scope.LIST if one.on_list else Scope.UNION,
                    "list_id": places.lists[one.on_list] if one.on_list else 0,
                    "union_id": union.id,
                    "reason": one.reason,
                    "at": one.at,
                }
            )
        if rows:
            session.execute(insert(session, Suppression).on_conflict_do_nothing(), rows)
    return unknown


def _hashes(session: Session, some: list[records.SuppressionRecord], places: Places) -> dict[int, str]:
    """By the archive's number of the person."""
    numbers = {places.person(one.person): one.person for one in some if one.person}
    found = select(Subscriber.id, Subscriber.address_hash).where(among(session, Subscriber.id, numbers.keys()))
    return {numbers[subscriber_id]: address_hash for subscriber_id, address_hash in session.execute(found)}
