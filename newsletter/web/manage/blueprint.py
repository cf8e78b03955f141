"""The blueprint on which the staff's pages stand, each under the union one works for: /manage/<union>/..."""

from flask import Blueprint, current_app, g

blueprint = Blueprint("manage", __name__, url_prefix="/manage")


@blueprint.url_value_preprocessor
def _take_union(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """The union's name in the address is for the guard, not for the views."""
    g.union_slug = values.pop("union", None) if values else None


@blueprint.url_defaults
def _keep_union(endpoint: str, values: dict[str, object]) -> None:
    """Links stay with the union one works for."""
    if g.get("union_slug") and current_app.url_map.is_endpoint_expecting(endpoint, "union"):
        values.setdefault("union", g.union_slug)
