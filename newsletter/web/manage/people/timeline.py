"""What happened between a person and a union, in one line of time, the last first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from newsletter.subscribers.models import ConsentAction, NoticeState, Scope
from newsletter.translations import N_
from newsletter.web.languages import in_language
from newsletter.web.manage.display import called, listed
from newsletter.web.manage.people.known import Known
from newsletter.web.manage.people.words import NOTICES, reach, why

_SAID = {
    ConsentAction.ASKED: N_("Asked for %(lists)s"),
    ConsentAction.CONFIRMED: N_("Confirmed %(lists)s"),
    ConsentAction.WITHDRAWN: N_("Left %(lists)s"),
    ConsentAction.EXPIRED: N_("The ground for %(lists)s came to its end"),
    ConsentAction.MERGED: N_("Brought to %(lists)s by a merger of lists"),
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened."""

    at: datetime
    text: str


def timeline(known: Known) -> Sequence[Moment]:
    """All of it."""
    happened = [*_consents(known), *_mails(known), *_answers(known), *_suppressions(known)]
    return sorted(happened, key=lambda moment: moment.at, reverse=True)


def _consents(known: Known) -> Iterator[Moment]:
    for act in known.acts:
        yield Moment(act.at, gettext(_SAID[act.action], lists=listed(act.lists)))


def _mails(known: Known) -> Iterator[Moment]:
    for message, campaign in known.messages:
        if message.sent_at:
            yield Moment(message.sent_at, gettext("Was sent “%(title)s”", title=campaign.title))
    for notice in known.notices:
        if notice.state is NoticeState.SENT:
            yield Moment(notice.asked_at, gettext("Was sent “%(title)s”", title=gettext(NOTICES[notice.kind])))


def _answers(known: Known) -> Iterator[Moment]:
    for rsvp in known.rsvps:
        title, answer = in_language(rsvp.event.title), called(rsvp.answer)
        yield Moment(rsvp.answered_at, gettext("Answered “%(answer)s” to “%(event)s”", answer=answer, event=title))


def _suppressions(known: Known) -> Iterator[Moment]:
    """Leaving a list is told by its consent record."""
    for one in known.suppressions:
        if one.scope is not Scope.LIST:
            stopped = reach(one, known.union, known.lists)
            yield Moment(one.at, gettext("%(why)s: %(mail)s", why=why(one.reason), mail=stopped))
