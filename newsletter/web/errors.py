"""Every exception becomes a page in the reader's language, with a number to quote, and a log line. No traceback."""

import logging

from flask import Flask, Response, render_template, request
from flask import session as cookie
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from newsletter.errors import NewsletterError
from newsletter.unions.queries import alliance
from newsletter.web.context import db, session
from newsletter.web.languages import page_language
from newsletter.web.masthead import NOBODY, Masthead
from newsletter.web.request_ids import place, request_id
from newsletter.web.trouble import BY_KIND, BY_STATUS, NOT_NOW, OUR_FAULT, REFUSED, Page

log = logging.getLogger(__name__)

SERVER_FAULT = 500
STAFF = "/manage/"
"""Where the staff's pages stand: there nobody looks for the sign-up page."""

SIGNED_IN = "_user_id"
"""What Flask-Login keeps in the cookie; to ask the database who that is could be the next trouble."""


def register(app: Flask) -> None:
    """Answer every exception of this app with a page."""
    for kind, page in BY_KIND.items():
        app.register_error_handler(kind, lambda problem, page=page: _answer(problem, page))
    app.register_error_handler(NewsletterError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda problem: _answer(problem, OUR_FAULT))


def _refusal(problem: NewsletterError) -> Response:
    return _answer(problem, Page(409, REFUSED, str(problem)))


def _http(problem: HTTPException) -> Response:
    if problem.code is None or problem.code not in BY_STATUS:
        return Response(problem.get_response().get_data(), problem.code, problem.get_headers())
    response = _answer(problem, BY_STATUS[problem.code])
    for name, value in problem.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _answer(problem: Exception, page: Page) -> Response:
    if page.status >= SERVER_FAULT or isinstance(problem, SQLAlchemyError | OverflowError):
        log.error("%s %s: %d", request.method, place(), page.status, exc_info=problem)
    else:
        log.info("%s %s: %d %s", request.method, place(), page.status, type(problem).__name__)
    is_staff = request.path.startswith(STAFF)
    body = render_template(
        "errors/page.html",
        masthead=_masthead(page),
        title=gettext(page.title),
        text=gettext(page.text),
        request_id=request_id(),
        status=page.status,
        is_staff=is_staff,
        is_signed_in=is_staff and SIGNED_IN in cookie,
    )
    response = Response(body, page.status, mimetype="text/html")
    if page is NOT_NOW:
        response.headers["Retry-After"] = "60"
    return response


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
