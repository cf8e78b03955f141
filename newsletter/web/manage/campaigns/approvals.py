"""Each union's yes: asked by who writes, said by who may speak for the union."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from newsletter.accounts.models import Role
from newsletter.audiences import Reason
from newsletter.campaigns.models import Approval, Campaign
from newsletter.campaigns.queries import OVER
from newsletter.campaigns.services.approving import NothingToApprove, OutdatedReview, Share, ask, decide
from newsletter.delivery import queries as ledger
from newsletter.fence import beyond
from newsletter.queueing import JobName
from newsletter.web.context import now, session, work
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.campaigns.parts import is_own, own, tabs, visible
from newsletter.web.manage.desk import allowed, desk
from newsletter.web.manage.display import first_upper, language_name
from newsletter.web.manage.forms import CheckboxesField, SeenForm
from newsletter.web.manage.frame import show

YES, NO = "yes", "no"
LONGEST_NOTE = 1000


class ApprovalForm(SeenForm):
    """A union's word on some of a campaign's languages."""

    languages = CheckboxesField(
        lazy_gettext("This goes for"), [InputRequired(lazy_gettext("Choose at least one language."))]
    )
    note = TextAreaField(lazy_gettext("A note to those who wrote it"), [Optional(), Length(max=LONGEST_NOTE)])
    answer = StringField(validators=[InputRequired(), AnyOf([YES, NO])])

    def offer(self, approvals: Sequence[Approval]) -> None:
        """The languages in which this union was asked."""
        self.languages.choices = {one.language: first_upper(language_name(one.language)) for one in approvals}

    def look_again(self, campaign: Campaign) -> None:
        """Keep the note, and take the form for having seen what the campaign holds now."""
        self.seen.data, self.seen.raw_data = campaign.revision, None


@dataclass(frozen=True)
class Row:
    """One union's answers, by language."""

    union_id: int
    answers: dict[str, Approval]

    @property
    def notes(self) -> list[str]:
        """What it wrote beside them, each once."""
        return list(dict.fromkeys(one.note for one in self.answers.values() if one.note))


@blueprint.get("/<union>/campaigns/<int:campaign_id>/approvals")
@allowed(Role.VIEWER)
def approvals(campaign_id: int) -> ResponseReturnValue:
    """Who was asked, who said what, and the form to say it."""
    campaign = visible(campaign_id)
    asked = _open(campaign)
    form = ApprovalForm(formdata=None, seen=campaign.revision, languages=[one.language for one in asked if one.waits])
    form.offer(asked)
    return _page(campaign, form)


@blueprint.post("/<union>/campaigns/<int:campaign_id>/approvals/ask")
@allowed(Role.EDITOR)
def ask_unions(campaign_id: int) -> ResponseReturnValue:
    """Ask every union in the audience."""
    campaign = own(campaign_id)
    asked: Sequence[Approval] = ()
    if _somebody_to_ask(campaign):
        with work() as going:
            asked = ask(going.session, campaign=campaign, account_id=desk().account.id, now=now())
    if asked:
        flash(gettext("Every union in the audience is asked. Each finds it on its home page."), "good")
    else:
        flash(gettext("There was nobody left to ask."), "info")
    return redirect(url_for(".approvals", campaign_id=campaign.id))


@blueprint.post("/<union>/campaigns/<int:campaign_id>/approvals")
@allowed(Role.APPROVER)
def approve(campaign_id: int) -> ResponseReturnValue:
    """Say yes or no for the union of this desk; what was held for a yes goes out."""
    campaign, form = visible(campaign_id), ApprovalForm()
    asked = _open(campaign)
    form.offer(asked)
    if asked and not form.validate():
        return _page(campaign, form), 422
    try:
        _decide(campaign, form)
    except OutdatedReview:
        flash(gettext("The campaign was changed while you read it. Please look at it again."), "warn")
        form.look_again(campaign)
        return _page(campaign, form), 409
    except NothingToApprove:
        flash(gettext("There is nothing to decide here any more."), "info")
    else:
        flash(gettext("Your answer is kept. Thank you."), "good")
    return redirect(url_for(".approvals", campaign_id=campaign.id))


def _decide(campaign: Campaign, form: ApprovalForm) -> None:
    here = desk()
    if not form.languages.choices:
        raise NothingToApprove
    with work() as going:
        for language in form.languages.data:
            decide(
                going.session,
                campaign=campaign,
                union_id=here.union.id,
                language=language,
                seen_revision=form.seen.data or 0,
                granted=form.answer.data == YES,
                note=form.note.data or None,
                account_id=here.account.id,
                now=now(),
            )
        going.outbox.name(JobName.RELEASE_SHARE, campaign_id=campaign.id, union_id=here.union.id)


def _page(campaign: Campaign, form: ApprovalForm) -> str:
    here = desk()
    shown = campaign.approvals if is_own(campaign, here) else _asked(campaign)
    return show(
        "campaigns/approvals",
        campaign=campaign,
        tabs=tabs(campaign),
        rows=_rows(shown),
        form=form if here.may(Role.APPROVER) and _open(campaign) else None,
        may_ask=is_own(campaign, here) and here.may(Role.EDITOR) and _somebody_to_ask(campaign),
        is_over=campaign.state in OVER,
        is_held=bool(_held(campaign)),
    )


def _open(campaign: Campaign) -> list[Approval]:
    """What the union of this desk can still answer: once the campaign is over, only what is held for its yes."""
    asked = _asked(campaign)
    if campaign.state not in OVER:
        return asked
    held = _held(campaign)
    return [one for one in asked if (one.union_id, one.language) in held]


def _somebody_to_ask(campaign: Campaign) -> bool:
    """Before it goes out, always; afterwards where somebody is held for a yes that nobody asked for."""
    asked = {(one.union_id, one.language) for one in campaign.approvals}
    return campaign.state not in OVER or bool(_held(campaign) - asked)


def _held(campaign: Campaign) -> set[Share]:
    """The shares, as far as this desk sees them, of which somebody still gets it with a late yes."""
    with beyond(session()):
        lines = ledger.lines(session(), campaign_id=campaign.id, union_ids=desk().ledger_ids)
    return {(one.union_id, one.language) for one in lines if one.reason is Reason.UNAPPROVED}


def _asked(campaign: Campaign) -> list[Approval]:
    """What the union of this desk was asked; who writes a campaign sees every answer, others their own union's."""
    return [one for one in campaign.approvals if one.union_id == desk().union.id]


def _rows(shown: Sequence[Approval]) -> list[Row]:
    by_union: dict[int, dict[str, Approval]] = {}
    for one in shown:
        by_union.setdefault(one.union_id, {})[one.language] = one
    return [Row(union_id, answers) for union_id, answers in by_union.items()]
