"""The last newsletter as the beginning of the next."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from newsletter.accounts.models import Role
from newsletter.campaigns.services.duplicating import duplicate
from newsletter.web.context import now, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import own
from newsletter.web.manage.desk import allowed, desk


@blueprint.post("/<union>/campaigns/<int:campaign_id>/duplicate")
@allowed(Role.EDITOR)
def duplicate_campaign(campaign_id: int) -> ResponseReturnValue:
    """A new draft with the same words."""
    campaign = own(campaign_id)
    with work() as going:
        draft = duplicate(
            going.session,
            campaign=campaign,
            title=gettext("%(title)s (copy)", title=campaign.title),
            account_id=desk().account.id,
            now=now(),
        )
    flash(gettext("This is a copy, with the same words and audience. Give it a name of its own."), "good")
    return redirect(url_for(".details", campaign_id=draft.id))
