"""Who may come in: every view says so, and a test walks all routes to see that it does."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"


def public(view: View) -> View:
    """Anybody may ask for this; the view itself trusts nothing but what a token proves."""
    view.__guard__ = PUBLIC  # type: ignore[attr-defined]
    return view
