"""Where somebody sits while they work: one account, one union. Every staff view is guarded and scoped by it.

The union stands in the address, so two unions can be open in two tabs. A union in which the account has no role does
not exist for it; one in which it has a lesser role says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.accounts import scope
from newsletter.accounts.models import Account, Role
from newsletter.errors import NotVisible
from newsletter.fence import confine
from newsletter.unions import queries as unions
from newsletter.unions.models import Union, UnionKind
from newsletter.web.context import session
from newsletter.web.security import current_account

View = TypeVar("View", bound=Callable[..., Any])

SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Desk:
    """One account at work for one union."""

    account: Account
    union: Union

    @property
    def union_ids(self) -> tuple[int, ...]:
        """For queries: this union and no other."""
        return (self.union.id,)

    @property
    def is_alliance(self) -> bool:
        """Sees totals by union, and people of none but its own."""
        return self.union.kind is UnionKind.ALLIANCE

    @property
    def ledger_ids(self) -> tuple[int, ...] | None:
        """Whose share of a campaign one sees: this union's, or for the alliance everybody's."""
        return None if self.is_alliance else self.union_ids

    def may(self, role: Role) -> bool:
        """Whether the account can do what `role` can, here."""
        return scope.may(self.account, role, self.union.id)


def desk() -> Desk:
    """The desk of this request."""
    current: Desk = g.desk
    return current


def allowed(role: Role) -> Callable[[View], View]:
    """Let in who can do what `role` can in the union of the address."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 (whatever the view takes)
            account = current_account()
            if account is None:
                return _to_sign_in()
            _welcome(account)
            g.desk = Desk(account, _union(account))
            if not g.desk.may(role):
                abort(403)
            confine(session(), {g.desk.union.id} & scope.unions_where(account, Role.VIEWER))
            answer: ResponseReturnValue = view(*args, **kwargs)
            return answer

        guarded.__guard__ = role  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def signed_in(view: View) -> View:
    """Let in everybody who has an account; for pages that belong to no union."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 (whatever the view takes)
        account = current_account()
        if account is None:
            return _to_sign_in()
        _welcome(account)
        confine(session(), ())
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    guarded.__guard__ = SIGNED_IN  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def desks(account: Account) -> list[Union]:
    """The unions an account works for, the alliance first."""
    ids = scope.unions_where(account, Role.VIEWER)
    return [union for union in unions.everyone(session()) if union.id in ids]


def _union(account: Account) -> Union:
    union = unions.by_slug(session(), g.union_slug or "")
    if union is None or not scope.may(account, Role.VIEWER, union.id):
        raise NotVisible
    return union


def _welcome(account: Account) -> None:
    g.preferred_language = account.language


def _to_sign_in() -> ResponseReturnValue:
    """To the door, and back to this page afterwards; what was to be sent is not sent again by itself."""
    back = {"next": request.full_path.rstrip("?")} if request.method == "GET" else {}
    door = url_for("security.login") + (f"?{urlencode(back)}" if back else "")
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": url_for("security.login")})
    return redirect(door)
