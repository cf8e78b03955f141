"""Making a list, saying something else of it, archiving it and opening it again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.subscribers import mergers
from newsletter.subscribers.models import MailingList
from newsletter.subscribers.services.keeping_lists import archive_list, describe_list, reopen_list, start_list
from newsletter.web.context import now, session, work
from newsletter.web.languages import in_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.lists.form import list_form


@blueprint.route("/<union>/people/lists/new", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def new_list() -> ResponseReturnValue:
    """A new one of this union's own."""
    here = desk()
    form = list_form(here.union)
    if form.validate_on_submit():
        with work() as going:
            made = start_list(
                going.session, owner=here.union, facts=form.facts(), account_id=here.account.id, now=now()
            )
        return redirect(url_for(".one_list", list_id=made.id))
    return show("lists/edit", form=form, topic=None), (422 if form.errors else 200)


@blueprint.route("/<union>/people/lists/<int:list_id>/edit", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def edit_list(list_id: int) -> ResponseReturnValue:
    """Say something else of one."""
    here, topic = desk(), own(list_id)
    form = list_form(here.union, topic)
    if form.validate_on_submit():
        with work() as going:
            describe_list(going.session, topic=topic, facts=form.facts(), account_id=here.account.id, now=now())
        flash(gettext("Saved."), "good")
        return redirect(url_for(".one_list", list_id=topic.id))
    return show("lists/edit", form=form, topic=topic), (422 if form.errors else 200)


@blueprint.post("/<union>/people/lists/<int:list_id>/archive")
@allowed(Role.STEWARD)
def archive_this_list(list_id: int) -> ResponseReturnValue:
    """No more people, no more campaigns. The page it leads to has the way back."""
    topic = own(list_id)
    with work() as going:
        archive_list(going.session, topic=topic, account_id=desk().account.id, now=now())
    flash(gettext("“%(list)s” is archived.", list=in_language(topic.name)), "good")
    return redirect(url_for(".one_list", list_id=topic.id))


@blueprint.post("/<union>/people/lists/<int:list_id>/reopen")
@allowed(Role.STEWARD)
def reopen_this_list(list_id: int) -> ResponseReturnValue:
    """Undo that."""
    topic = own(list_id)
    with work() as going:
        reopen_list(going.session, topic=topic, account_id=desk().account.id, now=now())
    flash(gettext("“%(list)s” is open again.", list=in_language(topic.name)), "good")
    return redirect(url_for(".one_list", list_id=topic.id))


def own(list_id: int) -> MailingList:
    """A list of this union's own. Raises NotVisible."""
    return mergers.own_list(session(), union=desk().union, list_id=list_id)
