"""One's own account: the language of the pages, and what one may do where."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField

from newsletter.accounts.models import Role
from newsletter.accounts.services import change_language
from newsletter.web.context import settings, work
from newsletter.web.languages import own_name
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import StaffForm
from newsletter.web.manage.frame import show


class AccountForm(StaffForm):
    """What somebody decides about their own account."""

    language = RadioField(lazy_gettext("Language of these pages"))


@blueprint.route("/<union>/account", methods=["GET", "POST"])
@allowed(Role.VIEWER)
def account() -> ResponseReturnValue:
    """Look at it, and change it."""
    mine = desk().account
    form = AccountForm(language=mine.language)
    form.language.choices = {code: own_name(code) for code in settings().languages}
    if form.validate_on_submit():
        with work() as going:
            change_language(going.session, account=mine, language=form.language.data)
        flash(gettext("Saved."), "good")
        return redirect(url_for(".account"))
    return show("account", form=form, account=mine)
