"""Beginning a campaign, and what it is besides its words: title, topic, languages."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import Length

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign, InDoubt
from newsletter.campaigns.services.creating import create_invitation, create_update
from newsletter.campaigns.services.describing import LanguageHasWords, describe
from newsletter.campaigns.services.editing import Edit, EditedMeanwhile
from newsletter.db import translated
from newsletter.events import queries as events
from newsletter.subscribers import queries as subscribers
from newsletter.subscribers.models import MailingList
from newsletter.web.context import now, session, settings, work
from newsletter.web.languages import page_language
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.meanwhile import editable, told
from newsletter.web.manage.campaigns.parts import own, tabs
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.display import first_upper, language_name
from newsletter.web.manage.forms import LONGEST_LINE, CheckboxesField, LineField, SeenForm, Written
from newsletter.web.manage.frame import show


class DetailsForm(SeenForm):
    """What both kinds of campaign begin with."""

    title = LineField(lazy_gettext("Name of this campaign"), [Written(), Length(max=LONGEST_LINE)])
    topic = SelectField(lazy_gettext("Topic"), coerce=int)
    source = SelectField(lazy_gettext("Write it first in"))
    translations = CheckboxesField(lazy_gettext("Translate it into"))

    def offer(self) -> None:
        """Fill in what can be chosen at this desk."""
        self.lists = {one.id: one for one in subscribers.usable_lists(session(), desk().union)}
        language = page_language()
        self.topic.choices = {one.id: translated(one.name, language) for one in self.lists.values()}
        self.source.choices = self.translations.choices = {
            code: first_upper(language_name(code)) for code in settings().languages
        }

    @property
    def languages(self) -> list[str]:
        """The source first, the others in the order in which they are offered."""
        others = [code for code in self.translations.data if code != self.source.data]
        return [self.source.data, *others]

    @property
    def chosen_topic(self) -> MailingList:
        """The list itself; only those on offer pass validation."""
        return self.lists[self.topic.data]


class EditForm(DetailsForm):
    """What is decided later, if at all."""

    in_doubt = RadioField(lazy_gettext("If nobody can know whether a mail arrived"))

    def offer(self) -> None:
        """Both ways."""
        super().offer()
        self.in_doubt.choices = {
            str(InDoubt.AGAIN): gettext("Send it again"),
            str(InDoubt.LEAVE): gettext("Leave it"),
        }


class InvitationForm(DetailsForm):
    """An invitation needs an event."""

    event = SelectField(lazy_gettext("Event"), coerce=int)

    def offer(self) -> None:
        """Events that are still to come."""
        super().offer()
        language = page_language()
        self.events = {one.id: one for one in events.coming(session(), union_id=desk().union.id, now=now())}
        self.event.choices = {one.id: translated(one.title, language) for one in self.events.values()}


@blueprint.route("/<union>/campaigns/new-update", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def new_update() -> ResponseReturnValue:
    """Name it, choose its topic and languages, and begin to write."""
    form = DetailsForm(**_usual_languages())
    form.offer()
    if form.validate_on_submit():
        with work() as going:
            begun = create_update(
                going.session,
                union=desk().union,
                title=form.title.data,
                topic=form.chosen_topic,
                languages=form.languages,
                account_id=desk().account.id,
                now=now(),
            )
            return _to_text(begun)
    return show("campaigns/new", form=form, is_invitation=False)


@blueprint.route("/<union>/campaigns/new-invitation", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def new_invitation() -> ResponseReturnValue:
    """The same for an event that is to come."""
    form = InvitationForm(event=request.args.get("event", type=int), **_usual_languages())
    form.offer()
    if form.validate_on_submit():
        with work() as going:
            begun = create_invitation(
                going.session,
                union=desk().union,
                event=form.events[form.event.data],
                title=form.title.data,
                topic=form.chosen_topic,
                languages=form.languages,
                account_id=desk().account.id,
                now=now(),
            )
            return _to_text(begun)
    return show("campaigns/new", form=form, is_invitation=True)


@blueprint.route("/<union>/campaigns/<int:campaign_id>/details", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def details(campaign_id: int) -> ResponseReturnValue:
    """Change them while it is a draft."""
    campaign = editable(own(campaign_id))
    form = EditForm(
        title=campaign.title,
        topic=campaign.list_id,
        source=campaign.languages[0],
        translations=campaign.languages[1:],
        in_doubt=campaign.in_doubt,
        seen=campaign.revision,
    )
    form.offer()
    if form.validate_on_submit() and _described(campaign, form):
        flash(gettext("Saved."), "good")
        return redirect(url_for(".details", campaign_id=campaign.id))
    return show("campaigns/details", campaign=campaign, tabs=tabs(campaign), form=form)


def _described(campaign: Campaign, form: EditForm) -> bool:
    edit = Edit(desk().account.id, form.seen.data or 0, now())
    try:
        with work() as going:
            describe(
                going.session,
                campaign=campaign,
                edit=edit,
                title=form.title.data,
                topic=form.chosen_topic,
                languages=form.languages,
                in_doubt=InDoubt(form.in_doubt.data),
            )
    except LanguageHasWords as refusal:
        form.refuse(
            "translations",
            gettext(
                "Something is written in %(language)s. Take its subject and blocks out first.",
                language=language_name(refusal.language),
            ),
        )
        return False
    except EditedMeanwhile:
        told(campaign, form)
        return False
    return True


def _to_text(begun: Campaign) -> ResponseReturnValue:
    return redirect(url_for(".text", campaign_id=begun.id, language=begun.languages[0]))


def _usual_languages() -> dict[str, object]:
    mine = [code for code in desk().union.languages if code in settings().languages] or list(settings().languages)
    return {"source": mine[0], "translations": mine[1:]}
