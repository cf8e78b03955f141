"""When somebody else was quicker: people are told who and when, and nothing of what they typed is lost."""

from flask import abort, flash, redirect, url_for
from flask_babel import format_timedelta, gettext

from newsletter.campaigns import queries
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Campaign
from newsletter.web.context import now, session
from newsletter.web.manage.forms import SeenForm


def editable(campaign: Campaign) -> Campaign:
    """The campaign, if it is still a draft; else to where it is now."""
    if campaign.state is not State.DRAFT:
        flash(gettext("This campaign was launched. To change it, take it back first."), "warn")
        abort(redirect(url_for(".campaign", campaign_id=campaign.id)))
    return campaign


def told(campaign: Campaign, form: SeenForm, *, seen: int | None = None) -> None:
    """Say it on top of the form, which now counts as having seen what the other one wrote."""
    form.seen.data, form.seen.raw_data = (campaign.revision if seen is None else seen), None
    form.form_errors.append(who_was_quicker(campaign))


def who_was_quicker(campaign: Campaign) -> str:
    """One sentence with a name and a time."""
    last = queries.last_edit(session(), campaign_id=campaign.id)
    if last is None:
        return str(
            gettext("Somebody else changed this meanwhile. Look at it, then save again if yours should stand.")
        )
    name, at = last
    return str(
        gettext(
            "%(name)s changed this %(ago)s ago. Look at it, then save again if yours should stand.",
            name=name,
            ago=format_timedelta(now() - at, granularity="second"),
        )
    )
