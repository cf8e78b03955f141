"""The sign-up forms of a union: all of them, a new one, one changed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.subscribers import sign_up_forms as forms
from newsletter.subscribers.models import SignUpForm
from newsletter.subscribers.services.keeping_forms import AddressTaken, change_form, start_form
from newsletter.web.context import links, now, session, work
from newsletter.web.languages import PARAMETER
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.sign_up.form import sign_up_form_form


@blueprint.get("/<union>/people/forms")
@allowed(Role.STEWARD)
def sign_up_forms() -> ResponseReturnValue:
    """All of them, and the usual page that every union has."""
    here = desk()
    return show(
        "sign_up/list",
        forms=forms.of_union(session(), here.union),
        usual=links().base_url + url_for("public.join", slug=here.union.slug, **{PARAMETER: None}),
    )


@blueprint.route("/<union>/people/forms/new", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def new_sign_up_form() -> ResponseReturnValue:
    """A new one."""
    here = desk()
    form = sign_up_form_form(here.union)
    if form.validate_on_submit():
        try:
            with work() as going:
                made = start_form(
                    going.session,
                    union=here.union,
                    slug=form.slug.data,
                    facts=form.facts(),
                    account_id=here.account.id,
                    now=now(),
                )
        except AddressTaken:
            form.refuse("slug", gettext("Another page stands at this address. Choose another word."))
        else:
            return redirect(url_for(".sign_up_form", form_id=made.id))
    return show("sign_up/edit", form=form, own=None), (422 if form.errors else 200)


@blueprint.route("/<union>/people/forms/<int:form_id>/edit", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def edit_sign_up_form(form_id: int) -> ResponseReturnValue:
    """Change what it says, asks and offers."""
    here, own = desk(), own_form(form_id)
    form = sign_up_form_form(here.union, own)
    if form.validate_on_submit():
        with work() as going:
            change_form(going.session, form=own, facts=form.facts(), account_id=here.account.id, now=now())
        flash(gettext("Saved."), "good")
        return redirect(url_for(".sign_up_form", form_id=own.id))
    return show("sign_up/edit", form=form, own=own), (422 if form.errors else 200)


def own_form(form_id: int) -> SignUpForm:
    """One of this union's own. Raises NotVisible."""
    return forms.own_form(session(), union=desk().union, form_id=form_id)
