"""What a person sees when something does not work: what happened, what to do, and a number to quote. No traceback."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from redis import RedisError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from newsletter.errors import NewsletterError, NotVisible
from newsletter.events.services.answering import EventOver
from newsletter.subscribers.services import ConfirmationTooOld, NothingToConfirm
from newsletter.tokens import BadToken
from newsletter.translations import N_
from newsletter.unions.queries import alliance
from newsletter.web.context import db, session
from newsletter.web.languages import page_language
from newsletter.web.masthead import NOBODY, Masthead
from newsletter.web.request_ids import request_id

log = logging.getLogger(__name__)

SERVER_FAULT = 500


@dataclass(frozen=True)
class Page:
    """One kind of trouble, as a person reads it."""

    status: int
    title: str
    text: str


_BROKEN_LINK = Page(
    404,
    N_("This link is not complete"),
    N_("Perhaps the mail program broke it over two lines. Open it again from the mail, or copy all of it."),
)
_NOT_HERE = Page(
    404,
    N_("There is no such page"),
    N_("The address may be mistyped, or what stood here is gone, or it is not yours to see."),
)
_TOO_OLD = Page(
    410,
    N_("This link has grown too old"),
    N_("Sign up once more and you get a new mail. It takes twenty seconds."),
)
_OVER = Page(410, N_("This event is over"), N_("There is nothing left to answer. Thank you all the same."))
_NOT_NOW = Page(
    503,
    N_("We cannot do this right now"),
    N_("Nothing was changed. Please try again in a minute."),
)
_OUR_FAULT = Page(
    500,
    N_("Something broke on our side"),
    N_("Nothing was half done. We have a record of it; if it stays broken, write to us and quote the number below."),
)
_EXPIRED_FORM = Page(
    400,
    N_("This form has been open for too long"),
    N_("Go back, load the page again and send it once more. Nothing was changed."),
)

_BY_STATUS = {
    page.status: page
    for page in (
        Page(400, N_("We did not understand this"), N_("Go back and try once more. Nothing was changed.")),
        Page(403, N_("This is not yours to do"), N_("Somebody who may can give you the role for it.")),
        _NOT_HERE,
        Page(
            405,
            N_("This address does something else"),
            N_("Open it as a link, or send the form that leads to it."),
        ),
        _TOO_OLD,
        Page(413, N_("This is too much at once"), N_("Send less text or a smaller file. Nothing was changed.")),
        Page(
            429,
            N_("Too many at once from your connection"),
            N_("Please wait a minute and try again. Nothing was lost: go back and your words are still there."),
        ),
        _OUR_FAULT,
        _NOT_NOW,
    )
}

_BY_KIND: dict[type[Exception], Page] = {
    BadToken: _BROKEN_LINK,
    NothingToConfirm: _BROKEN_LINK,
    ConfirmationTooOld: _TOO_OLD,
    EventOver: _OVER,
    NotVisible: _NOT_HERE,
    CSRFError: _EXPIRED_FORM,
    OperationalError: _NOT_NOW,
    RedisError: _NOT_NOW,
}


def register(app: Flask) -> None:
    """Answer every exception of this app with a page."""
    for kind, page in _BY_KIND.items():
        app.register_error_handler(kind, lambda problem, page=page: _answer(problem, page))
    app.register_error_handler(NewsletterError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda problem: _answer(problem, _OUR_FAULT))


def _refusal(problem: NewsletterError) -> Response:
    """A refusal of the domain that no view foresaw, in its own sentence."""
    return _answer(problem, Page(409, N_("This cannot be done as things stand"), str(problem)))


def _http(problem: HTTPException) -> Response:
    if problem.code is None or problem.code not in _BY_STATUS:
        return Response(problem.get_response().get_data(), problem.code, problem.get_headers())
    response = _answer(problem, _BY_STATUS[problem.code])
    for name, value in problem.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _answer(problem: Exception, page: Page) -> Response:
    if page.status >= SERVER_FAULT:
        log.error("%s %s: %d", request.method, _place(), page.status, exc_info=problem)
    else:
        log.info("%s %s: %d %s", request.method, _place(), page.status, type(problem).__name__)
    body = render_template(
        "errors/page.html",
        masthead=_masthead(page),
        title=gettext(page.title),
        text=gettext(page.text),
        request_id=request_id(),
        status=page.status,
    )
    response = Response(body, page.status, mimetype="text/html")
    if page is _NOT_NOW:
        response.headers["Retry-After"] = "60"
    return response


def _place() -> str:
    """The rule, because the path itself may hold a person's token, and whoever has that can act for them."""
    return str(request.url_rule or request.path)


def _masthead(page: Page) -> Masthead:
    """The alliance's own, as long as the database is well enough to say."""
    if page.status >= SERVER_FAULT:
        return NOBODY
    try:
        db.session.rollback()
        whole = alliance(session())
    except SQLAlchemyError:
        return NOBODY
    return Masthead.of(whole, whole, page_language())
