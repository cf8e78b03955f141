"""Making and changing sign-up forms."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.db import Translated
from newsletter.errors import NewsletterError
from newsletter.subscribers import sign_up_forms
from newsletter.subscribers.models import SignUpForm
from newsletter.unions.models import Union

RESERVED = frozenset({"sent"})
"""Words that have a page of their own behind /join/<union>/."""


class AddressTaken(NewsletterError):
    """Another form of this union, or a page of ours, stands at this address."""


@dataclass(frozen=True)
class FormFacts:
    """What a form says, asks and offers."""

    title: Translated
    intro: Translated
    thanks: Translated
    fields: list[str]
    list_ids: list[int]
    language: str | None
    origins: list[str]
    is_open: bool


def start_form(
    session: Session, *, union: Union, slug: str, facts: FormFacts, account_id: int, now: datetime
) -> SignUpForm:
    """Make a form at an address that it keeps. Raises AddressTaken."""
    if slug in RESERVED or sign_up_forms.at_address(session, union, slug):
        raise AddressTaken(f"another page stands at {slug} already")
    made = SignUpForm(union_id=union.id, slug=slug, made_at=now, **asdict(facts))
    session.add(made)
    session.flush()
    _note(session, "sign_up_form.made", made, account_id, now)
    return made


def change_form(
    session: Session, *, form: SignUpForm, facts: FormFacts, account_id: int, now: datetime
) -> SignUpForm:
    """Say, ask or offer something else: a new version, which the evidence names from now on."""
    for name, value in asdict(facts).items():
        setattr(form, name, value)
    if session.is_modified(form):
        form.version += 1
        _note(session, "sign_up_form.changed", form, account_id, now)
    return form


def _note(session: Session, verb: str, form: SignUpForm, account_id: int, now: datetime) -> None:
    session.flush()
    record(
        session,
        verb=verb,
        subject_id=form.id,
        union_id=form.union_id,
        account_id=account_id,
        now=now,
        version=form.version,
    )
    session.flush()
