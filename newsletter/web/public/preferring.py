"""A person's choices, without a login: who holds the link got it by mail."""

from flask.typing import ResponseReturnValue

from newsletter.subscribers import services, topics
from newsletter.subscribers.models import MailingList, Subscriber
from newsletter.tokens import Purpose
from newsletter.web.context import now, session, work
from newsletter.web.guards import public
from newsletter.web.languages import page_language
from newsletter.web.public.blueprint import blueprint
from newsletter.web.public.forms import ChoosingForm
from newsletter.web.public.people import Bearer, bearer, page, read, sent, trace


@blueprint.route("/preferences/<token>", methods=["GET", "POST"])
@public
def preferences(token: str) -> ResponseReturnValue:
    """GET shows what the person has, POST makes it what they ticked."""
    who = bearer(*read(Purpose.PREFERENCES, token, 2))
    wording = topics.current_wording(session(), page_language())
    form = ChoosingForm()
    form.offer(_lists(who.person), wording.id)
    if not sent():
        form.topics.data = [one.id for one in topics.had(session(), who.person)]
        form.language.data = who.person.language
    problem = sent() and not form.validate()
    if sent() and not problem:
        _choose(form, who)
    form.show_wording()
    body = page("preferences", who.union, form=form, person=who.person, wording=wording, saved=sent() and not problem)
    return body, 400 if problem else 200


def _choose(form: ChoosingForm, who: Bearer) -> None:
    with work() as going:
        services.choose(
            going.session,
            person=who.person,
            union_id=who.union.id,
            list_ids=form.topics.data or (),
            language=form.language.data,
            wording_id=int(form.wording.data),
            trace=trace("/preferences"),
            now=now(),
        )


def _lists(person: Subscriber) -> list[MailingList]:
    """What anybody may choose, then the closed lists the person is on: they see them and may leave them."""
    offered = topics.offered(session(), [one.union_id for one in person.memberships])
    return [*offered, *(one for one in topics.held(person) if one not in offered)]
