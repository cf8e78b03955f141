"""The one address of a campaign, which leads to where it is now."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.campaigns.lifecycle import State
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import is_own, visible
from newsletter.web.manage.desk import allowed, desk


@blueprint.get("/<union>/campaigns/<int:campaign_id>")
@allowed(Role.VIEWER)
def campaign(campaign_id: int) -> ResponseReturnValue:
    """To its text while it is a draft, to the live page while it goes out, to its report afterwards."""
    found, here = visible(campaign_id), desk()
    if found.state is State.DRAFT:
        if is_own(found, here) and here.may(Role.EDITOR):
            return redirect(url_for(".text", campaign_id=found.id, language=found.languages[0]))
        return redirect(url_for(".preview", campaign_id=found.id))
    if found.state in {State.DONE, State.CANCELLED}:
        return redirect(url_for(".report", campaign_id=found.id))
    return redirect(url_for(".live", campaign_id=found.id))
