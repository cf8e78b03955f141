"""The last page before sending: the mail, what preflight found, who gets it and who does not, and the one button."""

from datetime import datetime, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import DateTimeLocalField, SelectField
from wtforms.validators import Optional, ValidationError

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.editing import EditedMeanwhile
from newsletter.campaigns.services.launching import NotReady, Obstacle, launch, obstacles
from newsletter.rendering.preflight import Severity
from newsletter.translations import N_
from newsletter.unions.queries import alliance
from newsletter.web.context import now, session, settings, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.meanwhile import editable, who_was_quicker
from newsletter.web.manage.campaigns.outlook import outlook
from newsletter.web.manage.campaigns.parts import own, tabs
from newsletter.web.manage.campaigns.preflight import findings
from newsletter.web.manage.campaigns.preview import Look, look_at, picked
from newsletter.web.manage.campaigns.reach import Reach, reach_if_launched
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.forms import SeenForm, in_zone
from newsletter.web.manage.frame import show
from newsletter.web.manage.zones import usual_zone, zone_choices

OBSTACLES = {
    Obstacle.SOURCE_INCOMPLETE: N_("The source language needs a subject and at least one block."),
    Obstacle.NO_LISTS: N_("The audience names no list. Choose at least one."),
    Obstacle.LISTS_GONE: N_("A list of the audience is gone. Choose again."),
    Obstacle.NOBODY: N_("There is nobody in this audience whom it could reach."),
}


class LaunchForm(SeenForm):
    """Now, or at a time one chooses in a zone one knows."""

    at = DateTimeLocalField(lazy_gettext("Day and hour"), [Optional()])
    zone = SelectField(lazy_gettext("Time zone"), validate_choice=False)

    def validate_zone(self, field: SelectField) -> None:
        """Asked for only beside a time: who sends now names no zone."""
        if self.at.data and field.data not in field.choices:
            raise ValidationError(gettext("Choose a time zone."))

    def offer(self, campaign: Campaign) -> None:
        """The zones of the union's countries; an invitation is scheduled by the clock of its event."""
        union = desk().union
        usual = campaign.event.time_zone if campaign.event else usual_zone(union, alliance(session()))
        self.zone.choices = zone_choices(union, usual)
        self.zone.data = self.zone.data or usual

    def starts_at(self) -> datetime | None:
        """The time chosen, if any."""
        return in_zone(self.at.data, self.zone.data) if self.at.data else None


@blueprint.get("/<union>/campaigns/<int:campaign_id>/check")
@allowed(Role.EDITOR)
def check(campaign_id: int) -> ResponseReturnValue:
    """Everything one wants to have seen before."""
    campaign = editable(own(campaign_id))
    form = LaunchForm(formdata=None, seen=campaign.revision)
    form.offer(campaign)
    reach, look = _seen(campaign)
    return picked(look) or _page(campaign, form, reach, look)


@blueprint.post("/<union>/campaigns/<int:campaign_id>/launch")
@allowed(Role.EDITOR)
def launch_campaign(campaign_id: int) -> ResponseReturnValue:
    """Send it, after the grace time or at the time that was chosen."""
    campaign, here, form = editable(own(campaign_id)), desk(), LaunchForm()
    form.offer(campaign)
    if not form.validate() or _has_errors(campaign):
        return _page(campaign, form, *_seen(campaign)), 422
    try:
        with work() as going:
            launch(
                going.session,
                campaign=campaign,
                seen_revision=form.seen.data or 0,
                yes_from=here.union_ids if here.may(Role.APPROVER) else (),
                grace=timedelta(seconds=settings().grace_s),
                at=form.starts_at(),
                account_id=here.account.id,
                now=now(),
            )
    except EditedMeanwhile:
        flash(who_was_quicker(campaign), "warn")
        return redirect(url_for(".check", campaign_id=campaign.id))
    except NotReady:
        return _page(campaign, form, *_seen(campaign)), 422
    return redirect(url_for(".live", campaign_id=campaign.id))


def _seen(campaign: Campaign) -> tuple[Reach, Look]:
    """Who gets it, and a copy of it: the audience is counted once for both."""
    reach = reach_if_launched(campaign)
    return reach, look_at(campaign, ".check", reach)


def _page(campaign: Campaign, form: LaunchForm, reach: Reach, look: Look) -> str:
    found = findings(campaign)
    in_the_way = obstacles(session(), campaign=campaign)
    if not in_the_way and not reach.reaches_anybody:
        in_the_way.append(Obstacle.NOBODY)
    return show(
        "campaigns/check",
        campaign=campaign,
        tabs=tabs(campaign),
        form=form,
        findings=found,
        errors=[one for one in found if one.severity is Severity.ERROR],
        obstacles=[gettext(OBSTACLES[one]) for one in in_the_way],
        reach=reach,
        outlook=outlook(reach.ready_by_union),
        look=look,
        grace_s=settings().grace_s,
    )


def _has_errors(campaign: Campaign) -> bool:
    return any(one.severity is Severity.ERROR for one in findings(campaign))
