"""Finding members by the start of a name or an address, and by how they stand with a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.errors import NotVisible
from newsletter.subscribers import queries
from newsletter.subscribers.models import MailingList, Standing
from newsletter.web.context import links, session
from newsletter.web.manage.blueprint import blueprint
from newsletter.web.manage.desk import Desk, allowed, desk
from newsletter.web.manage.frame import show

PER_PAGE = 50


@dataclass(frozen=True)
class Search:
    """What somebody looks for."""

    start: str
    list: MailingList | None
    standing: Standing
    """Counts where there is a list."""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.start or self.list)

    @property
    def on(self) -> queries.On | None:
        """The same for the query."""
        return queries.On(self.list.id, self.standing) if self.list else None

    @property
    def arguments(self) -> dict[str, Any]:
        """The same for an address; what is not asked for is left out."""
        asked: dict[str, Any] = {"q": self.start} if self.start else {}
        return asked | {"list": self.list.id, "standing": self.standing.value} if self.list else asked


@blueprint.get("/<union>/people")
@allowed(Role.STEWARD)
def people() -> ResponseReturnValue:
    """One page of them, by key; nobody counts them."""
    here = desk()
    lists = queries.visible_lists(session(), here.union)
    search = _search(lists)
    behind = request.args.get("behind", type=int)
    found = list(
        queries.people(
            session(),
            union_ids=here.union_ids,
            start=search.start,
            on=search.on,
            behind=behind,
            limit=PER_PAGE + 1,
        )
    )
    shown = found[:PER_PAGE]
    has_more = len(found) > PER_PAGE
    return show(
        "people/list",
        memberships=shown,
        search=search,
        lists=lists,
        standings=list(Standing),
        is_further=behind is not None,
        further=url_for(".people", behind=shown[-1].id, **search.arguments) if has_more else None,
        sign_up_url=_sign_up(here),
    )


def _search(lists: Sequence[MailingList]) -> Search:
    """What the address asks for. A list this union may not see does not exist."""
    start = "".join(sign for sign in request.args.get("q", "") if sign.isprintable()).strip()
    number, standing = request.args.get("list", 0, type=int), request.args.get("standing", "")
    chosen = {one.id: one for one in lists}.get(number)
    if number and chosen is None:
        raise NotVisible
    return Search(start, chosen, Standing(standing) if standing in {*Standing} else Standing.CONFIRMED)


def _sign_up(here: Desk) -> str:
    """Where people come from."""
    return links().join() if here.is_alliance else links().join(here.union.slug)
