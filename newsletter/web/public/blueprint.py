"""The blueprint on which the member's pages stand."""

from flask import Blueprint, request

LONGEST_FORM_BYTES = 64 * 1024

blueprint = Blueprint("public", __name__)


@blueprint.before_request
def _keep_small() -> None:
    """Nobody needs more to say whom we may mail."""
    request.max_content_length = LONGEST_FORM_BYTES
