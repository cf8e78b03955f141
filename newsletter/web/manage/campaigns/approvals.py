"""Each union's yes: asked by who writes, said by who may speak for the union."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from newsletter.accounts.models import Role
from newsletter.campaigns.models import Approval, Campaign
from newsletter.campaigns.services.approving import NothingToApprove, OutdatedReview, ask, decide
from newsletter.queueing import JobName
from newsletter.web.context import now, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import is_own, own, tabs, visible
from newsletter.web.manage.desk import Desk, allowed, desk
from newsletter.web.manage.forms import SeenForm
from newsletter.web.manage.frame import show

YES, NO = "yes", "no"
LONGEST_NOTE = 1000


class ApprovalForm(SeenForm):
    """A union's word on one language."""

    answer = StringField(validators=[InputRequired(), AnyOf([YES, NO])])
    note = TextAreaField(lazy_gettext("A note to those who wrote it"), [Optional(), Length(max=LONGEST_NOTE)])

    def look_again(self, campaign: Campaign) -> None:
        """Keep the note, and take the form for having seen what the campaign holds now."""
        self.seen.data, self.seen.raw_data = campaign.revision, None


@blueprint.get("/<union>/campaigns/<int:campaign_id>/approvals")
@allowed(Role.VIEWER)
def approvals(campaign_id: int) -> ResponseReturnValue:
    """Who was asked, who said what, and the forms to say it."""
    return _page(visible(campaign_id))


@blueprint.post("/<union>/campaigns/<int:campaign_id>/approvals/ask")
@allowed(Role.EDITOR)
def ask_unions(campaign_id: int) -> ResponseReturnValue:
    """Ask every union in the audience."""
    campaign = own(campaign_id)
    with work() as going:
        asked = ask(going.session, campaign=campaign, account_id=desk().account.id, now=now())
    if asked:
        flash(gettext("Every union in the audience is asked. Each finds it on its home page."), "good")
    else:
        flash(gettext("There was nobody left to ask."), "info")
    return redirect(url_for(".approvals", campaign_id=campaign.id))


@blueprint.post("/<union>/campaigns/<int:campaign_id>/approvals/<language>")
@allowed(Role.APPROVER)
def approve(campaign_id: int, language: str) -> ResponseReturnValue:
    """Say yes or no for the union of this desk; what was held for a yes goes out."""
    campaign, union, form = visible(campaign_id), desk().union, ApprovalForm(prefix=language)
    if not form.validate():
        return _page(campaign, language, form), 422
    try:
        with work() as going:
            decide(
                going.session,
                campaign=campaign,
                union_id=union.id,
                language=language,
                seen_revision=form.seen.data or 0,
                granted=form.answer.data == YES,
                note=form.note.data or None,
                account_id=desk().account.id,
                now=now(),
            )
            going.outbox.name(JobName.RELEASE_SHARE, campaign_id=campaign.id, union_id=union.id)
    except OutdatedReview:
        flash(gettext("The campaign was changed while you read it. Please look at it again."), "warn")
        form.look_again(campaign)
        return _page(campaign, language, form), 409
    except NothingToApprove:
        flash(gettext("There is nothing to decide here any more."), "info")
    else:
        flash(gettext("Your answer is kept. Thank you."), "good")
    return redirect(url_for(".approvals", campaign_id=campaign.id))


def _page(campaign: Campaign, language: str = "", sent: ApprovalForm | None = None) -> str:
    here = desk()
    mine = [one for one in campaign.approvals if one.union_id == here.union.id and here.may(Role.APPROVER)]
    return show(
        "campaigns/approvals",
        campaign=campaign,
        tabs=tabs(campaign),
        approvals=[one for one in campaign.approvals if _is_shown(one, campaign, here)],
        forms=[(one, sent if sent and one.language == language else _form(campaign, one)) for one in mine],
        may_ask=is_own(campaign, here) and here.may(Role.EDITOR),
    )


def _is_shown(approval: Approval, campaign: Campaign, here: Desk) -> bool:
    """Who writes a campaign sees every answer to it; a union that was asked sees its own."""
    return is_own(campaign, here) or approval.union_id == here.union.id


def _form(campaign: Campaign, approval: Approval) -> ApprovalForm:
    return ApprovalForm(formdata=None, prefix=approval.language, seen=campaign.revision, note=approval.note)
