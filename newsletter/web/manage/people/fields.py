"""A union's own fields: what it wants to know of its members beyond what everybody is asked."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.subscribers import own_fields
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField
from newsletter.subscribers.services.keeping_fields import (
    ChoiceInUse,
    NothingToChoose,
    TooManyFields,
    archive_field,
    describe_field,
    reopen_field,
    start_field,
)
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.people.field_form import KINDS, OwnFieldForm, own_field_form


@blueprint.get("/<union>/people/fields")
@allowed(Role.STEWARD)
def fields() -> ResponseReturnValue:
    """All of them, the archived ones as well."""
    return show("people/fields", fields=own_fields.fields_of(session(), union_id=desk().union.id), kinds=KINDS)


@blueprint.route("/<union>/people/fields/new", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def new_field() -> ResponseReturnValue:
    """One more, asked for from then on."""
    form = own_field_form()
    if form.validate_on_submit() and form.is_named() and _saved(form, None):
        flash(gettext("Saved. It is on the page of each member now."), "good")
        return redirect(url_for(".fields"), 303)
    return show("people/field", form=form, field=None, kinds=KINDS), (422 if form.errors else 200)


@blueprint.route("/<union>/people/fields/<int:field_id>", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def edit_field(field_id: int) -> ResponseReturnValue:
    """Its words, its order and what there is to choose; what it holds stays."""
    field = own_fields.field_of(session(), union_id=desk().union.id, field_id=field_id)
    form = own_field_form(field)
    if form.validate_on_submit() and form.is_named() and _saved(form, field):
        flash(gettext("Saved."), "good")
        return redirect(url_for(".fields"), 303)
    return show("people/field", form=form, field=field, kinds=KINDS), (422 if form.errors else 200)


@blueprint.post("/<union>/people/fields/<int:field_id>/archive")
@allowed(Role.STEWARD)
def put_field_away(field_id: int) -> ResponseReturnValue:
    """Nobody is asked for it; what is known stays."""
    field = own_fields.field_of(session(), union_id=desk().union.id, field_id=field_id)
    with work() as going:
        archive_field(going.session, field=field, account_id=desk().account.id, now=now())
    return redirect(url_for(".fields"), 303)


@blueprint.post("/<union>/people/fields/<int:field_id>/reopen")
@allowed(Role.STEWARD)
def take_field_out(field_id: int) -> ResponseReturnValue:
    """Asked for again."""
    field = own_fields.field_of(session(), union_id=desk().union.id, field_id=field_id)
    with work() as going:
        reopen_field(going.session, field=field, account_id=desk().account.id, now=now())
    return redirect(url_for(".fields"), 303)


def _saved(form: OwnFieldForm, field: CustomField | None) -> bool:
    """Whether it was; else the form says why not."""
    account_id = desk().account.id
    try:
        with work() as going:
            if field is None:
                start_field(
                    going.session,
                    union_id=desk().union.id,
                    kind=FieldKind(form.kind.data),
                    facts=form.facts(),
                    account_id=account_id,
                    now=now(),
                )
            else:
                describe_field(going.session, field=field, facts=form.facts(), account_id=account_id, now=now())
    except NothingToChoose:
        form.refuse("", gettext("Write down two things to choose from at least."))
    except ChoiceInUse:
        form.refuse(
            "", gettext("Somebody has chosen what you took away. Give it another name, or put the field away.")
        )
    except TooManyFields:
        form.refuse("", gettext("There are 40 fields already, and no room for more."))
    else:
        return True
    return False
