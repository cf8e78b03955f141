"""Choosing an audience, with the count beside it: live by script, or by a button."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.audiences import Audience
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.describing import choose_audience
from newsletter.campaigns.services.editing import EditedMeanwhile
from newsletter.web.context import work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.audience_form import AudienceForm, cannot_be_shown, chosen
from newsletter.web.manage.campaigns.meanwhile import editable, told
from newsletter.web.manage.campaigns.parts import own, tabs
from newsletter.web.manage.campaigns.reach import reach_of_audience
from newsletter.web.manage.campaigns.saving import UNPROCESSABLE, edit_now
from newsletter.web.manage.desk import allowed
from newsletter.web.manage.frame import fragment, show

COUNT = "count"
"""The button's name that counts without saving."""


@blueprint.route("/<union>/campaigns/<int:campaign_id>/audience", methods=["GET", "POST"])
@allowed(Role.EDITOR)
def audience(campaign_id: int) -> ResponseReturnValue:
    """Choose, count, save."""
    campaign = editable(own(campaign_id))
    known = chosen(Audience.from_json(campaign.audience))
    form = AudienceForm(seen=campaign.revision, **known.fields)
    form.offer(campaign)
    is_valid = form.validate_on_submit()
    if is_valid and COUNT not in request.form and _saved(campaign, form):
        flash(gettext("Saved."), "good")
        return redirect(url_for(".audience", campaign_id=campaign.id))
    page = show(
        "campaigns/audience",
        campaign=campaign,
        tabs=tabs(campaign),
        form=form,
        reach=reach_of_audience(campaign, form.audience()),
        warning="" if known.fits else cannot_be_shown(),
    )
    return page, (UNPROCESSABLE if form.errors else 200)


@blueprint.post("/<union>/campaigns/<int:campaign_id>/audience/count")
@allowed(Role.EDITOR)
def count_audience(campaign_id: int) -> ResponseReturnValue:
    """How many that would be: asked by the page itself while one chooses. Changes nothing."""
    campaign = own(campaign_id)
    form = AudienceForm()
    form.offer(campaign)
    form.validate()
    return fragment("campaigns/_reach", reach=reach_of_audience(campaign, form.audience()), campaign=campaign)


def _saved(campaign: Campaign, form: AudienceForm) -> bool:
    try:
        with work() as going:
            choose_audience(going.session, campaign=campaign, edit=edit_now(), audience=form.audience().to_json())
    except EditedMeanwhile:
        told(campaign, form)
        return False
    return True
