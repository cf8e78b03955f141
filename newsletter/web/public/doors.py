"""The ways to sign up: the page of a union, one of its own forms, and that form in a frame of another website.

What they have in common is here: whoever asks gets the same answer, whether or not we know the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.mail.address import normalise
from newsletter.subscribers import services, topics
from newsletter.subscribers.models import ConsentWording, MailingList, SignUpForm
from newsletter.unions.models import Union
from newsletter.web.context import now, session, signer, work
from newsletter.web.languages import page_language
from newsletter.web.public.join_form import JoinForm
from newsletter.web.public.people import page, sent, trace


@dataclass(frozen=True)
class Door:
    """One of these ways: under which union it stands, what it asks, and where it leads."""

    here: Union
    own: SignUpForm | None = None
    """The union's own form; None for its usual page."""

    sent: str = "public.join_sent"
    """The endpoint of the page behind it."""

    template: str = "join"

    @property
    def topics(self) -> Sequence[MailingList]:
        """What can be chosen here."""
        offered = topics.offered(session(), [self.here.id])
        if self.own is None or not self.own.list_ids:
            return offered
        return [one for one in offered if one.id in self.own.list_ids]

    @property
    def source(self) -> str:
        """How the evidence calls it."""
        return self.own.source if self.own else request.path

    def leads_to(self, through: Union) -> str:
        """The page that says to look into the mailbox."""
        if self.own:
            return url_for(self.sent, slug=self.here.slug, form=self.own.slug)
        return url_for(self.sent, slug=through.slug)


def open_door(door: Door) -> ResponseReturnValue:
    """Show the form, or take what was typed into it."""
    wording = topics.current_wording(session(), page_language())
    form = JoinForm()
    form.offer(door.topics, wording.id)
    form.stand_under(door.here, door.own)
    if not sent():
        form.fill_in()
        return _shown(door, form, wording)
    if not form.validate() or form.through is None:
        return _shown(door, form, wording), 400
    if not form.website.data:  # only robots see that field
        _subscribe(door, form, form.through)
    return redirect(door.leads_to(form.through), 303)


def _subscribe(door: Door, form: JoinForm, through: Union) -> None:
    address = normalise(form.email.data)
    with work() as going:
        services.subscribe(
            going.session,
            going.outbox,
            address=address,
            address_hash=signer().address_hash(address),
            union_id=through.id,
            asked=form.asked(),
            trace=trace(door.source),
            now=now(),
        )


def _shown(door: Door, form: JoinForm, wording: ConsentWording) -> str:
    form.show_wording()
    return page(door.template, door.here, form=form, wording=wording, own=door.own)
