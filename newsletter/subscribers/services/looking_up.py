"""A steward asks whether an address may be mailed; that they asked is written down."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.subscribers import suppressed
from newsletter.subscribers.models import Suppression
from newsletter.unions.models import Union


def look_up(
    session: Session, *, union: Union, address_hash: str, account_id: int, now: datetime
) -> Sequence[Suppression]:
    """Why this union may not mail the address, as far as it may know. The log keeps who asked, never about whom."""
    found = suppressed.of_address(session, union=union, address_hash=address_hash)
    record(
        session,
        verb="union.address_looked_up",
        subject_id=union.id,
        union_id=union.id,
        account_id=account_id,
        now=now,
        found=len(found),
    )
    session.flush()
    return found
