"""Merging a list into another one of the same owner; it cannot be undone, so it has a page of its own."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField

from newsletter.accounts.models import Role
from newsletter.subscribers import queries, sizes
from newsletter.subscribers.models import MailingList
from newsletter.subscribers.services.merging import CannotMerge, merge_lists
from newsletter.web.context import now, session, work
from newsletter.web.languages import in_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import StaffForm
from newsletter.web.manage.frame import show
from newsletter.web.manage.lists.keeping import own


class MergeForm(StaffForm):
    """Into which list."""

    target = RadioField(lazy_gettext("It becomes part of"), coerce=int)


@blueprint.route("/<union>/people/lists/<int:list_id>/merge", methods=["GET", "POST"])
@allowed(Role.STEWARD)
def merge_this_list(list_id: int) -> ResponseReturnValue:
    """Choose into which; the people follow in the background."""
    here, source = desk(), own(list_id)
    others = _others(source)
    form = MergeForm()
    form.target.choices = [(one.id, in_language(one.name)) for one in others.values()]
    if form.validate_on_submit():
        try:
            with work() as going:
                merge_lists(
                    going.session,
                    going.outbox,
                    source=source,
                    target=others[form.target.data],
                    account_id=here.account.id,
                    now=now(),
                )
        except CannotMerge:
            form.refuse("target", gettext("One of the two was archived or merged meanwhile. Look at both again."))
        else:
            return redirect(url_for(".one_list", list_id=source.id))
    size = sizes.latest(session(), list_ids=[source.id]).get(source.id)
    return show("lists/merge", form=form, topic=source, size=size), (422 if form.errors else 200)


def _others(source: MailingList) -> dict[int, MailingList]:
    found = queries.usable_lists(session(), desk().union)
    return {one.id: one for one in found if one.union_id == source.union_id and one.id != source.id}
