"""Sign-up forms."""

from typing import Any

from sqlalchemy.orm import Session

from newsletter.subscribers.models import SignUpForm
from newsletter.unions.models import Union
from tests.clock import NOON


def make_form(session: Session, union: Union, slug: str = "may-day", **other: Any) -> SignUpForm:
    """A form that asks little and says so in three languages."""
    said: dict[str, Any] = {
        "title": {"en": "March with us", "fr": "Marchez avec nous", "es": "Marcha con nosotros"},
        "intro": {"en": "Bring your family."},
        "thanks": {"en": "See you on May Day!"},
        "fields": [],
        "list_ids": [],
        "language": None,
        "origins": [],
    }
    made = SignUpForm(union_id=union.id, slug=slug, made_at=NOON, **said | other)
    session.add(made)
    session.flush()
    return made
