"""Stylesheets, scripts and the shades of a union's colour, all kept forever by the browser.

A union's colour stands in the address (/brand/c8102e.css), so that no page needs an
inline style, no request needs the database, and a new colour is a new address.
"""

import re
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    render_template,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue

from newsletter.web.colour import accent
from newsletter.web.controls import control, described_by
from newsletter.web.guards import public
from newsletter.web.masthead import Masthead
from newsletter.web.stylesheets import Sheet, stylesheet

blueprint = Blueprint("web", __name__, template_folder="templates")
_STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/static/<path:filename>")
@public
def static(filename: str) -> ResponseReturnValue:
    """A script or a picture of ours."""
    return send_from_directory(_STATIC, filename)


@blueprint.get("/style/<sheet>.<fingerprint>.css")
@public
def style(sheet: str, fingerprint: str) -> ResponseReturnValue:
    """A stylesheet by its name; an old fingerprint gets the new one, but not for ever."""
    if sheet not in {*Sheet}:
        abort(404)
    current = stylesheet(Sheet(sheet))
    return _css(current.text, for_ever=fingerprint == current.fingerprint)


@blueprint.get("/brand/<colour>.css")
@public
def brand(colour: str) -> ResponseReturnValue:
    """The readable shades of one colour."""
    if not re.fullmatch("[0-9a-f]{6}", colour):
        abort(404)
    return _css(render_template("brand.css", accent=accent(f"#{colour}")), for_ever=True)


def _css(text: str, *, for_ever: bool) -> Response:
    response = Response(text, mimetype="text/css")
    response.headers["Cache-Control"] = _FOR_EVER if for_ever else "no-cache"
    return response


def stylesheet_url(sheet: str) -> str:
    """The address of a whole stylesheet as it is now."""
    current = stylesheet(Sheet(sheet))
    return url_for("web.style", sheet=sheet, fingerprint=current.fingerprint)


def brand_url(masthead: Masthead) -> str:
    """The address of a union's shades."""
    return url_for("web.brand", colour=masthead.colour.removeprefix("#").lower())


def register(app: Flask) -> None:
    """Give the pages their looks."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        brand_url=brand_url,
        control=control,
        described_by=described_by,
        stylesheet_url=stylesheet_url,
    )
