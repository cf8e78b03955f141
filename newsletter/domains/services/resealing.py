"""Keys of domains after SECRET_KEY was changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.domains.models import DkimKey
from newsletter.vault import Resealing


def reseal(session: Session, resealing: Resealing) -> None:
    """Seal every private key anew."""
    for key in session.scalars(select(DkimKey).where(DkimKey.sealed.is_not(None)).with_for_update()):
        key.sealed = resealing.again(key.sealed, name=f"The key {key.host}")
    session.flush()
