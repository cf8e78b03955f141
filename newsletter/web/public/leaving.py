"""The page behind the footer's link: stop this list, this union, or everything. No login, no survey, one button."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.db import translated
from newsletter.subscribers import services
from newsletter.subscribers.models import MailingList, Scope
from newsletter.tokens import BadToken, Purpose
from newsletter.unions.models import Union, UnionKind
from newsletter.web.context import now, session, work
from newsletter.web.guards import public
from newsletter.web.languages import page_language
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.forms import LeaveForm
from newsletter.web.public.people import bearer, page, preferences_token, read, sent, trace


@blueprint.route("/leave/<token>", methods=["GET", "POST"])
@public
def leave(token: str) -> ResponseReturnValue:
    """GET asks how far, POST leaves."""
    subscriber_id, list_id, union_id = read(Purpose.LEAVE, token, 3)
    who = bearer(subscriber_id, union_id)
    topic = session().get(MailingList, list_id)
    if topic is None:
        raise BadToken
    form = LeaveForm()
    form.scope.choices = _scopes(topic, who.union)
    if not sent():
        return page("leave", who.union, form=form, person=who.person, topic=topic)
    if not form.validate():
        return page("leave", who.union, form=form, person=who.person, topic=topic), 400
    scope = Scope(form.scope.data)
    with work() as going:
        services.leave(
            going.session,
            subscriber_id=subscriber_id,
            list_id=list_id,
            union_id=union_id,
            scope=scope,
            trace=trace("/leave"),
            now=now(),
        )
    back = preferences_token(subscriber_id, union_id)
    return page("left", who.union, scope=scope, topic=topic, person=who.person, preferences=back)


def _scopes(topic: MailingList, union: Union) -> list[tuple[Scope, str]]:
    name = translated(topic.name, page_language())
    this_list = (Scope.LIST, gettext("Mail about “%(topic)s”", topic=name))
    this_union = (Scope.UNION, gettext("All mail from %(union)s", union=union.short_name))
    everything = (Scope.ALLIANCE, gettext("All mail from everybody here"))
    return [this_list, this_union, everything] if union.kind is UnionKind.UNION else [this_list, everything]
