"""The pages of the local inbox. An app registers them in development and demo only: they ask nobody who they are."""

import re
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum, auto
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue

from newsletter.inbox.reading import OpenedMail, opened
from newsletter.inbox.store import Mail, Page, Store

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="templates")

_FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https: data:; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A mail may show pictures and open links in new tabs; it runs nothing and sees nothing of ours."""

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_LINKS_LEAVE_THE_FRAME = '<base target="_blank">'

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Tab(StrEnum):
    """The ways to look at a mail, each with its own address."""

    MESSAGE = auto()
    TEXT = auto()
    HEADERS = auto()
    SOURCE = auto()
    ATTACHMENTS = auto()


def register(app: Flask, store_path: Path) -> None:
    """Show what the inbox process writes into this file."""
    app.config["INBOX_STORE"] = store_path
    app.register_blueprint(blueprint)


def _anybody(view: View) -> View:
    view.__guard__ = "public"  # type: ignore[attr-defined] # see newsletter.web.guards, which stands beside us
    return view


@blueprint.get("/")
@_anybody
def mails() -> ResponseReturnValue:
    search = request.args.get("q", "").strip()
    before, after = request.args.get("before", type=int), request.args.get("after", type=int)
    with closing(_store()) as store:
        page = store.page(search, before=before, after=after)
        return render_template(
            "inbox/mails.html",
            page=page,
            search=search,
            total=store.count(),
            matching=store.count(search),
            **_neighbours(page, search),
        )


@blueprint.post("/empty")
@_anybody
def empty() -> ResponseReturnValue:
    with closing(_store()) as store:
        store.empty()
    return redirect(url_for(".mails"), 303)


@blueprint.get("/<int:mail_id>", defaults={"tab": Tab.MESSAGE})
@blueprint.get(f"/<int:mail_id>/<any({','.join(Tab)}):tab>")
@_anybody
def mail(mail_id: int, tab: str) -> ResponseReturnValue:
    found, raw = _find(mail_id)
    return render_template(
        f"inbox/{tab}.html", mail=found, opened=opened(raw), source=raw.decode("utf-8", "replace"), tab=tab, Tab=Tab
    )


@blueprint.get("/<int:mail_id>/frame")
@_anybody
def frame(mail_id: int) -> ResponseReturnValue:
    """The HTML of a mail as the mail program of a stranger would show it: without scripts, apart from our pages."""
    html = _open(mail_id).html or ""
    response = Response(_HEAD.sub(lambda head: head[0] + _LINKS_LEAVE_THE_FRAME, html, count=1))
    response.headers["Content-Security-Policy"] = _FRAME_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/<int:mail_id>.eml")
@_anybody
def download(mail_id: int) -> ResponseReturnValue:
    _, raw = _find(mail_id)
    return send_file(BytesIO(raw), "message/rfc822", as_attachment=True, download_name=f"mail-{mail_id}.eml")


@blueprint.get("/<int:mail_id>/attachments/<int:number>")
@_anybody
def attachment(mail_id: int, number: int) -> ResponseReturnValue:
    part = _open(mail_id).attachment(number) or abort(404)
    return send_file(
        BytesIO(part.content), part.content_type, as_attachment=True, download_name=part.name or f"part-{number}"
    )


@blueprint.get("/inbox.css")
@_anybody
def style() -> ResponseReturnValue:
    return send_from_directory(Path(__file__).parent / "static", "inbox.css")


def _store() -> Store:
    return Store(current_app.config["INBOX_STORE"])


def _find(mail_id: int) -> tuple[Mail, bytes]:
    with closing(_store()) as store:
        found = store.find(mail_id) or abort(404)
        return found, store.raw(mail_id)


def _open(mail_id: int) -> OpenedMail:
    _, raw = _find(mail_id)
    return opened(raw)


def _neighbours(page: Page, search: str) -> dict[str, str | None]:
    """The addresses of the pages on either side."""
    newest, oldest = (page.mails[0].id, page.mails[-1].id) if page.mails else (None, None)
    words = search or None
    return {
        "newer": url_for(".mails", q=words, after=newest) if newest and page.has_newer else None,
        "older": url_for(".mails", q=words, before=oldest) if oldest and page.has_older else None,
    }
