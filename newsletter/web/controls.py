"""A form's control tied to its hint and its error, for templates/components/field.html."""

from typing import Protocol

from markupsafe import Markup


class Bound(Protocol):
    """A WTForms field bound to what was sent."""

    id: str
    errors: tuple[str, ...] | list[str]

    def __call__(self, **attributes: object) -> Markup: ...


def described_by(bound: Bound, hint: str) -> str:
    """The ids a screen reader reads after the label: the hint, then the error."""
    parts = (f"{bound.id}-hint" if hint else "", f"{bound.id}-error" if bound.errors else "")
    return " ".join(filter(None, parts))


def control(bound: Bound, hint: str = "", **attributes: object) -> Markup:
    """The control itself, with its aria attributes."""
    if described := described_by(bound, hint):
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound(**attributes)
