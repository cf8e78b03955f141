"""A name for each request, on its error page, in its answer and on every log line it causes."""

import logging
import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request

HEADER = "X-Request-ID"

log = logging.getLogger(__name__)
_plain_record = logging.getLogRecordFactory()


def request_id() -> str:
    """The name of this request; a dash outside of one."""
    if not has_request_context():
        return "-"
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    name: str = g.request_id
    return name


def register(app: Flask) -> None:
    """Name the requests of this app."""
    logging.setLogRecordFactory(_named_record)
    app.before_request(_begin)
    app.after_request(_tell)


def _named_record(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 (logging's own signature)
    record = _plain_record(*args, **kwargs)
    record.request_id = request_id()
    return record


def place() -> str:
    """The rule, because the path itself may hold a person's token, and whoever has that can act for them.

    Where no rule fits, as for a link with a slash too many, the first word of the path if it is one of ours.
    """
    if request.url_rule:
        return str(request.url_rule)
    first = request.path.split("/")[1]
    ours = any(rule.rule.split("/")[1] == first for rule in current_app.url_map.iter_rules())
    return f"/{first}/…" if first and ours else "/…"


def _begin() -> None:
    g.began_at = time.perf_counter()


def _tell(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    took_ms = (time.perf_counter() - g.get("began_at", time.perf_counter())) * 1000
    log.info("%s %s: %d in %.0f ms", request.method, place(), response.status_code, took_ms)
    return response
