"""Who may build segments: who writes campaigns with them, and who knows the people."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort
from flask.typing import ResponseReturnValue

from newsletter.accounts.models import Role
from newsletter.web.manage.desk import allowed, desk

View = TypeVar("View", bound=Callable[..., Any])


def builders(view: View) -> View:
    """Let in editors and stewards of the union of the address."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 (whatever the view takes)
        if not (desk().may(Role.EDITOR) or desk().may(Role.STEWARD)):
            abort(403)
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return allowed(Role.VIEWER)(guarded)  # type: ignore[return-value]
