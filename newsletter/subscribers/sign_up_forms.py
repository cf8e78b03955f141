"""Finding sign-up forms."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.errors import NotVisible
from newsletter.subscribers.models import SignUpForm
from newsletter.unions.models import Union


def of_union(session: Session, union: Union) -> Sequence[SignUpForm]:
    """All of a union's, the newest first; few."""
    return session.scalars(select(SignUpForm).filter_by(union_id=union.id).order_by(SignUpForm.id.desc())).all()


def own_form(session: Session, *, union: Union, form_id: int) -> SignUpForm:
    """One of a union's. Raises NotVisible."""
    found = session.scalar(select(SignUpForm).filter_by(id=form_id, union_id=union.id))
    if found is None:
        raise NotVisible
    return found


def at_address(session: Session, union: Union, slug: str) -> SignUpForm | None:
    """The one a public address names; looked for among the few there are."""
    return next((one for one in of_union(session, union) if one.slug == slug.lower()), None)
