"""Steering a launched campaign: take it back, pause it, go on, stop for good."""

from datetime import datetime
from typing import Protocol

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from newsletter.accounts.models import Role
from newsletter.campaigns.lifecycle import NotNow
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services import launching
from newsletter.delivery.services.resuming import resume as go_on
from newsletter.web.context import now, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import own, tabs
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.display import called
from newsletter.web.manage.forms import StaffForm
from newsletter.web.manage.frame import show


class Step(Protocol):
    """One of the verbs of `launching`, or what delivery has to do besides."""

    def __call__(self, session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> None: ...


@blueprint.post("/<union>/campaigns/<int:campaign_id>/take-back")
@allowed(Role.EDITOR)
def take_back(campaign_id: int) -> ResponseReturnValue:
    """A draft again, as if nothing had happened."""
    campaign = own(campaign_id)
    if _steered(campaign, launching.take_back):
        flash(gettext("Taken back. Nobody got anything; it is a draft again."), "good")
        return redirect(url_for(".check", campaign_id=campaign.id))
    return redirect(url_for(".live", campaign_id=campaign.id))


@blueprint.post("/<union>/campaigns/<int:campaign_id>/pause")
@allowed(Role.EDITOR)
def pause(campaign_id: int) -> ResponseReturnValue:
    """Mails in a worker's hands still go out; then it is quiet."""
    campaign = own(campaign_id)
    _steered(campaign, launching.pause)
    return redirect(url_for(".live", campaign_id=campaign.id))


@blueprint.post("/<union>/campaigns/<int:campaign_id>/resume")
@allowed(Role.EDITOR)
def resume(campaign_id: int) -> ResponseReturnValue:
    """Go on where it stopped."""
    campaign = own(campaign_id)
    _steered(campaign, go_on)
    return redirect(url_for(".live", campaign_id=campaign.id))


@blueprint.route("/<union>/campaigns/<int:campaign_id>/cancel", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def cancel(campaign_id: int) -> ResponseReturnValue:
    """What cannot be undone has a page of its own, which says so."""
    campaign, form = own(campaign_id), StaffForm()
    if form.validate_on_submit():
        if _steered(campaign, launching.cancel):
            flash(gettext("Cancelled. What had not been sent stays held for good."), "info")
        return redirect(url_for(".report", campaign_id=campaign.id))
    return show("campaigns/cancel", campaign=campaign, tabs=tabs(campaign), form=form)


def _steered(campaign: Campaign, step: Step) -> bool:
    """Take the step; workers see it within a second. False when somebody was quicker."""
    try:
        with work() as going:
            step(going.session, campaign=campaign, account_id=desk().account.id, now=now())
    except NotNow as refusal:
        flash(gettext("This cannot be done now: the campaign is “%(state)s”.", state=called(refusal.state)), "warn")
        return False
    return True
