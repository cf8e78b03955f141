"""The SMTP dialogue of the local inbox.

aiosmtpd reads a mail line by line, which allows some 200 mails a second; here a content is read in large
pieces, and PIPELINING is offered, so that a demo goes the way a real relay goes.
"""

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from newsletter.inbox.envelopes import Arrival
from newsletter.inbox.store import Store

LARGEST_MAIL_BYTES = 32 * 1024 * 1024

_END = b".\r\n"
_TAKEN = "250 2.0.0 taken"
_FULL = "452 4.3.1 cannot be stored"
_TOO_LARGE = "552 5.3.4 larger than 32 MB"

log = logging.getLogger(__name__)


class Dialogue(SMTP):
    """One client's connection."""

    line_length_limit = LARGEST_MAIL_BYTES
    """Also the size of aiosmtpd's read buffer, which must hold the longest piece between two `.\\r\\n`."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 (aiosmtpd finds it by this name)
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 whom is it for?")
            return
        if arg:
            await self.push("501 5.5.4 DATA stands alone")
            return
        await self.push("354 go ahead, end with a dot")
        content = await self._content()
        if content is None:
            answer = _TOO_LARGE
        else:
            self.envelope.original_content = self.envelope.content = content
            answer = await self._call_handler_hook("DATA")
        self._set_post_data_state()  # type: ignore[no-untyped-call] # aiosmtpd types the rest
        await self.push(answer)

    async def _content(self) -> bytes | None:
        """Everything up to the lone dot, dots at line starts unstuffed; None if it was too large to keep."""
        content, too_large = bytearray(), False
        while content != _END and not content.endswith(b"\r\n" + _END):
            try:
                content += await self._reader.readuntil(_END)
            except asyncio.LimitOverrunError as overrun:
                content += await self._reader.read(overrun.consumed)
            if len(content) > LARGEST_MAIL_BYTES:
                too_large = True
                del content[: -len(b"\r\n" + _END)]
        if too_large:
            return None
        return bytes(content[: -len(_END)]).removeprefix(b".").replace(b"\r\n..", b"\r\n.")


class Intake:
    """Takes mails from all connections into one store.

    A mail is answered when it is committed. Mails that came in the same turn of the loop share one commit.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Arrival, asyncio.Future[str]]] = []

    async def handle_EHLO(  # noqa: N802 (aiosmtpd finds it by this name)
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self.commit)
        self._waiting.append((_arrival(envelope), answer))
        return await answer

    def commit(self) -> None:
        """Store what waits, and answer it."""
        waiting, self._waiting = self._waiting, []
        try:
            self._store.add(arrival for arrival, _ in waiting)
            said = _TAKEN
        except sqlite3.Error as error:
            log.warning("the inbox cannot store mail: %s", error)
            said = _FULL
        for _, answer in waiting:
            if not answer.done():
                answer.set_result(said)


def _arrival(envelope: Envelope) -> Arrival:
    content: Any = envelope.original_content
    return Arrival(
        sender=(envelope.mail_from or "").removeprefix("<>"),
        recipients=tuple(envelope.rcpt_tos),
        raw=bytes(content),
        received_at=datetime.now(UTC),
    )
