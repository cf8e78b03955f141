"""Finding members by the start of a name, an address or a number, and by how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.errors import NotVisible
from newsletter.subscribers import queries
from newsletter.subscribers.finding import Found, On, Place, Wanted, Who, find
from newsletter.subscribers.models import MailingList, Standing
from newsletter.web.context import links, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import Desk, allowed, desk
from newsletter.web.manage.frame import show
from newsletter.web.manage.people.words import WHO

PER_PAGE = 50


@dataclass(frozen=True)
class Search:
    """What somebody looks for."""

    start: str
    who: Who
    list: MailingList | None
    standing: Standing
    """Counts where there is a list."""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.start or self.list) or self.who is not Who.EVERYBODY

    def wanted(self, union_id: int) -> Wanted:
        """The same for the query."""
        on = On(self.list.id, self.standing) if self.list else None
        return Wanted(union_id, start=self.start, who=self.who, on=on)

    @property
    def arguments(self) -> dict[str, Any]:
        """The same for an address; what is not asked for is left out."""
        asked: dict[str, Any] = {"q": self.start} if self.start else {}
        if self.who is not Who.EVERYBODY:
            asked["who"] = self.who.value
        return asked | {"list": self.list.id, "standing": self.standing.value} if self.list else asked


@blueprint.get("/<union>/people")
@allowed(Role.STEWARD)
def people() -> ResponseReturnValue:
    """One page of them, by key; nobody counts them."""
    here = desk()
    lists = queries.visible_lists(session(), here.union)
    search, behind = _search(lists), _behind(request.args.get("behind", ""))
    found = find(session(), search.wanted(here.union.id), behind=behind, limit=PER_PAGE)
    return show(
        "people/list",
        memberships=found.memberships,
        search=search,
        lists=lists,
        standings=list(Standing),
        who=WHO,
        is_further=behind is not None,
        further=_further(found, search),
        sign_up_url=_sign_up(here),
    )


def _search(lists: Sequence[MailingList]) -> Search:
    """What the address asks for. A list this union may not see does not exist."""
    start = "".join(sign for sign in request.args.get("q", "") if sign.isprintable()).strip()
    number, standing = request.args.get("list", 0, type=int), request.args.get("standing", "")
    who = request.args.get("who", "")
    chosen = {one.id: one for one in lists}.get(number)
    if number and chosen is None:
        raise NotVisible
    return Search(
        start=start,
        who=Who(who) if who in {*Who} else Who.EVERYBODY,
        list=chosen,
        standing=Standing(standing) if standing in {*Standing} else Standing.CONFIRMED,
    )


def _behind(written: str) -> Place | None:
    """Where a page begins, as `_further` wrote it; what nobody wrote is the beginning."""
    way, _, number = written.partition("-")
    if not (way.isdecimal() and number.isdecimal() and max(len(way), len(number)) <= len("2147483647")):
        return None
    return Place(int(way), int(number))


def _further(found: Found, search: Search) -> str | None:
    if found.further is None:
        return None
    return url_for(".people", behind=f"{found.further.way}-{found.further.membership_id}", **search.arguments)


def _sign_up(here: Desk) -> str:
    """Where people come from."""
    return links().join() if here.is_alliance else links().join(here.union.slug)
