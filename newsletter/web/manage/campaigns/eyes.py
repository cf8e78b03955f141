"""With whose eyes a campaign is looked at: a real recipient of one's own union, or a stand-in for any other."""

from dataclasses import dataclass, replace
from functools import cached_property

from flask import request

from newsletter.accounts.models import Role
from newsletter.audiences import Plan
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.planning import plan_if_approved, within
from newsletter.campaigns.recipients import is_recipient, next_recipient, random_recipient
from newsletter.delivery.addressing import Addressee, addressee
from newsletter.errors import NotVisible
from newsletter.unions.models import Union
from newsletter.web.context import now, session
from newsletter.web.manage.campaigns.composer import variant_of
from newsletter.web.manage.campaigns.parts import is_own
from newsletter.web.manage.campaigns.reach import Reach, reach_if_launched
from newsletter.web.manage.desk import Desk, desk
from newsletter.web.manage.display import union_by_id

NOBODY_IN_PARTICULAR = Addressee(
    subscriber_id=0, email="member@address.invalid", given_name="", family_name="", local_number=""
)
"""Somebody of whom the union knows nothing: each personal field shows its fallback."""


@dataclass(frozen=True)
class Eyes:
    """A campaign, a union, a language and perhaps a person, as the address of the preview names them."""

    campaign: Campaign
    union: Union
    language: str
    asked_person: int | None
    """None where the address names nobody; 0 for somebody whose name is not known."""

    @classmethod
    def asked_for(cls, campaign: Campaign, usual: Union | None = None) -> "Eyes":
        """What this request asks to see, through the usual union where it names none.

        Raises NotVisible for what is not this desk's to see.
        """
        wanted = request.args.get("through") or (usual or desk().union).slug
        union = next((one for one in _unions_shown(campaign, desk()) if one.slug == wanted), None)
        if union is None:
            raise NotVisible
        language = request.args.get("language") or campaign.languages[0]
        variant_of(campaign, language)
        return cls(campaign, union, language, request.args.get("person", type=int))

    @property
    def may_see_people(self) -> bool:
        """People are shown to those who write or steward in the union whose members they are, and to nobody else."""
        here = desk()
        return self.union.id == here.union.id and (here.may(Role.EDITOR) or here.may(Role.STEWARD))

    @cached_property
    def plan(self) -> Plan:
        """The audience, as if every union had said yes and each were reached by who looks through it.

        Somebody who gets their one copy through another union is shown all the same: where they were missing, their
        union would learn that they are a member elsewhere.
        """
        whole = plan_if_approved(session(), self.campaign, now=now())
        return replace(whole, within=whole.within & {self.union.id, self.campaign.union_id})

    @cached_property
    def person(self) -> int:
        """The recipient shown: the one asked for, else the first there is; 0 for a stand-in."""
        if self.asked_person is not None:
            return self.asked_person
        return (self._behind(0) or 0) if self.may_see_people else 0

    def next(self) -> int | None:
        """The recipient behind the one shown, or the first."""
        if not self.may_see_people:
            return None
        return self._behind(self.person) or self._behind(0)

    def _behind(self, person: int) -> int | None:
        return next_recipient(session(), self.plan, union_id=self.union.id, language=self.language, after=person)

    def anybody(self) -> int | None:
        """Some recipient."""
        if not self.may_see_people:
            return None
        return random_recipient(session(), self.plan, union_id=self.union.id, language=self.language)

    def recipient(self) -> Addressee:
        """The person asked for. Their links are not shown: whoever holds those can act for them.

        Raises NotVisible for somebody who is not a recipient, or not this desk's to see.
        """
        if not self.person:
            return NOBODY_IN_PARTICULAR
        if not self.may_see_people or not is_recipient(
            session(),
            self.plan,
            union_id=self.union.id,
            language=self.language,
            subscriber_id=self.person,
        ):
            raise NotVisible
        person = addressee(session(), subscriber_id=self.person, union_id=self.union.id)
        shown = person.email if desk().may(Role.STEWARD) else NOBODY_IN_PARTICULAR.email
        return replace(person, subscriber_id=0, email=shown)


def unions_on_offer(campaign: Campaign, reach: Reach | None = None) -> list[Union]:
    """Through which unions to look, the usual one first; `reach` is the campaign's, if it was counted already.

    The alliance is offered those of the audience, first the one through which most people get it. A union is offered
    its affiliates whether or not they are in the audience, because it is not told how many of theirs are.
    """
    here = desk()
    if not here.is_alliance:
        return sorted(_unions_shown(campaign, here), key=lambda union: union.id != here.union.id)
    if not is_own(campaign, here):
        return [here.union]
    counted = reach or reach_if_launched(campaign)
    return [union_by_id(union_id) for union_id in counted.unions] or [here.union]


def _unions_shown(campaign: Campaign, here: Desk) -> list[Union]:
    """Through which unions one may look: who writes it through all it may reach, others through their own."""
    if not is_own(campaign, here):
        return [here.union]
    return [union_by_id(union_id) for union_id in sorted(within(session(), campaign.union))]
