"""What a rule means to who sits here: the sentence, how many, and ten of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.accounts.models import Role
from newsletter.accounts.scope import unions_where
from newsletter.audiences import BadRule, members
from newsletter.audiences.discretion import NOBODY, Headcount, headcount
from newsletter.audiences.rule import Rule
from newsletter.audiences.saying import sentence
from newsletter.audiences.services.saving import check
from newsletter.subscribers.models import Membership
from newsletter.translations import catalog
from newsletter.web.context import now, session
from newsletter.web.languages import page_language
from newsletter.web.manage.desk import desk
from newsletter.web.manage.segments.draft import Question, rule_of
from newsletter.web.manage.segments.kinds import Offer

EXAMPLES = 10


@dataclass(frozen=True)
class Meaning:
    """A rule as one reads it. Where it cannot be used, `problem` says why and nothing else is there."""

    sentence: str = ""
    count: Headcount = NOBODY
    examples: Sequence[Membership] = ()
    problem: BadRule | None = None


def meaning_of(draft: Question, offer: Offer, *, itself: int | None = None) -> Meaning:
    """Of what is on the page."""
    here = desk()
    try:
        rule = rule_of(draft)
        meant = check(session(), rule, union=here.union, within=offer.within, now=now(), itself=itself)
    except BadRule as problem:
        return Meaning(problem=problem)
    return Meaning(said(rule, offer), _count(meant, offer), _examples(meant))


def said(rule: Rule, offer: Offer) -> str:
    """In the page's language."""
    return sentence(rule, offer.names, catalog(page_language()))


def _count(rule: Rule, offer: Offer) -> Headcount:
    here = desk()
    known = {here.union.id, *unions_where(here.account, Role.STEWARD)}
    found = members.headcounts(session(), rule, union_ids=offer.within)
    return sum((headcount(count, may_see=one in known) for one, count in found.items()), NOBODY)


def _examples(rule: Rule) -> Sequence[Membership]:
    here = desk()
    if not here.may(Role.STEWARD):
        return ()
    return members.page(session(), rule, union_id=here.union.id, limit=EXAMPLES)
