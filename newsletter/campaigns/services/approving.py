"""A union's yes or no to its own members' share of a campaign, in each language."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.activity.services import record
from newsletter.audiences import counts
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import Approval, Campaign
from newsletter.campaigns.planning import plan_if_approved
from newsletter.errors import NewsletterError

Share = tuple[int, str]
"""A union and a language."""


class OutdatedReview(NewsletterError):
    """The campaign changed after the approver opened it; they must look again."""


class NothingToApprove(NewsletterError):
    """The campaign was cancelled, or this union was never asked."""


def shares_to_ask(session: Session, campaign: Campaign, *, now: datetime) -> list[Share]:
    """The unions and languages in which somebody could be mailed, if their union says yes."""
    found = counts(session, plan_if_approved(session, campaign, now=now))
    return sorted({(share.union_id, share.language) for share in found if not share.is_suppressed})


def ask(session: Session, *, campaign: Campaign, account_id: int, now: datetime) -> list[Approval]:
    """Ask every union for its yes to each language in which its members would be mailed.

    What was decided on the present revision stays decided; what was decided on an older one is asked again. A union
    that is no longer in the audience is no longer asked.
    """
    shares = shares_to_ask(session, campaign, now=now)
    return ask_about(session, campaign=campaign, shares=shares, account_id=account_id, now=now)


def ask_about(
    session: Session, *, campaign: Campaign, shares: Sequence[Share], account_id: int, now: datetime
) -> list[Approval]:
    """The same where the shares are known already, because counting an audience costs seconds."""
    _forget_others(session, campaign, shares)
    asked = [approval for share in shares if (approval := _asked(session, campaign, *share))]
    session.flush()
    for approval in asked:
        _log(session, "approval.asked", approval, account_id=account_id, now=now)
    return asked


def decide(
    session: Session,
    *,
    campaign: Campaign,
    union_id: int,
    language: str,
    seen_revision: int,
    granted: bool,
    note: str | None = None,
    account_id: int,
    now: datetime,
) -> Approval:
    """Record a union's yes or no, replacing its earlier one.

    Raises OutdatedReview when `seen_revision` is not what the campaign holds now, and NothingToApprove.
    """
    if seen_revision != campaign.revision:
        raise OutdatedReview
    approval = _approval(session, campaign, union_id, language)
    if approval is None or campaign.state is State.CANCELLED:
        raise NothingToApprove
    approval.granted, approval.note = granted, note
    approval.revision, approval.decided_at = seen_revision, now
    approval.account_id = account_id
    session.flush()
    _log(session, "approval.granted" if granted else "approval.refused", approval, account_id=account_id, now=now)
    return approval


def _forget_others(session: Session, campaign: Campaign, shares: Sequence[Share]) -> None:
    for approval in list(campaign.approvals):
        if approval.waits and (approval.union_id, approval.language) not in shares:
            campaign.approvals.remove(approval)
    session.flush()


def _asked(session: Session, campaign: Campaign, union_id: int, language: str) -> Approval | None:
    approval = _approval(session, campaign, union_id, language)
    if approval is None:
        approval = Approval(union_id=union_id, language=language)
        campaign.approvals.append(approval)
    elif not approval.waits or approval.revision == campaign.revision:
        return None
    approval.revision, approval.granted = campaign.revision, None
    approval.note = approval.account_id = approval.decided_at = None
    return approval


def _approval(session: Session, campaign: Campaign, union_id: int, language: str) -> Approval | None:
    return session.scalar(select(Approval).filter_by(campaign_id=campaign.id, union_id=union_id, language=language))


def _log(session: Session, verb: str, approval: Approval, *, account_id: int, now: datetime) -> None:
    record(
        session,
        verb=verb,
        subject_id=approval.id,
        union_id=approval.union_id,
        account_id=account_id,
        now=now,
        campaign_id=approval.campaign_id,
        language=approval.language,
    )
