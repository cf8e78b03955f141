"""A name for each request, on its error page, in its answer and on every log line it causes."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, has_request_context

HEADER = "X-Request-ID"

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
    app.after_request(_tell)


def _named_record(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 (logging's own signature)
    record = _plain_record(*args, **kwargs)
    record.request_id = request_id()
    return record


def _tell(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
