"""The blueprint on which the member's pages stand."""

from flask import Blueprint, Response, request

LONGEST_FORM_BYTES = 64 * 1024

blueprint = Blueprint("public", __name__)


@blueprint.before_request
def _keep_small() -> None:
    """Nobody needs more to say whom we may mail."""
    request.max_content_length = LONGEST_FORM_BYTES


@blueprint.after_request
def _keep_what_was_typed(response: Response) -> Response:
    """Who goes back to the sign-up page finds their words again; pages with a token are never stored."""
    if request.endpoint == "public.join":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
