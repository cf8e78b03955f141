"""Log lines, one line each, on standard error: whatever collects them there has its own clock and files."""

import logging
import sys

LINE = "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s"
"""`request_id` is a dash outside of a request (see web.request_ids)."""


class OneLine(logging.Formatter):
    """A traceback stays on the line of its message, its own lines separated by a bar."""

    def __init__(self) -> None:
        super().__init__(LINE, defaults={"request_id": "-"})

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        return " | ".join(filter(None, super().format(record).splitlines()))


def begin(level: int = logging.INFO) -> None:
    """Log from now on, once per process."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[lines], force=True)
    for talkative in ("alembic", "mail.log", "rq.worker"):
        logging.getLogger(talkative).setLevel(max(level, logging.WARNING))
