"""One connection to the witness: SMTP with pipelining (RFC 5321, RFC 2920), as far as a client like ours goes."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Protocol, cast

from newsletter.bench.moods import Deed, Mood, Step, deed, keeps

_END = b"\r\n.\r\n"
_HELLO = b"250-witness\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n"
_GOODBYE = b"421 4.3.2 closing\r\n"
_TOO_MUCH = b"421 4.7.28 we have detected an unusual rate of mail from you\r\n"
_NONSENSE = b"\x00\xff what was the question\r\n"
_LONGEST_WAIT_S = 1.5


class Keeper(Protocol):
    """What stands behind a dialogue."""

    mood: Mood
    chance: Random
    pace_s: float
    """How long it takes to answer for a mail."""

    def puts_off(self, recipient: str) -> bool:
        """Whether this one's operator takes no mail now."""

    def keep(self, recipient: str, mail: bytes) -> None:
        """Write down a mail that was taken."""


class Dialogue(asyncio.Protocol):
    """Belongs to one connection and to the witness's thread."""

    def __init__(self, keeper: Keeper, going_on: set["Dialogue"]) -> None:
        self._keeper, self._going_on = keeper, going_on
        self._heard = bytearray()
        self._recipient = ""
        self._in_content = self._resting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._going_on.add(self)
        if self._does(Step.CONNECT) is Deed.CLOSE:
            self._transport.abort()
        else:
            self._transport.write(b"220 witness ESMTP\r\n")

    def connection_lost(self, _problem: Exception | None) -> None:
        self._going_on.discard(self)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        self._go_on()

    def abort(self) -> None:
        """Break the connection."""
        self._transport.abort()

    def _go_on(self) -> None:
        while not self._resting and not self._transport.is_closing():
            mark = _END if self._in_content else b"\n"
            end = self._heard.find(mark)
            if end < 0:
                return
            said, self._heard = bytes(self._heard[:end]), self._heard[end + len(mark) :]
            if self._in_content:
                self._in_content = False
                self._content(said)
            else:
                self._command(said.strip())

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        step = Step.RECIPIENT if verb == b"RCPT" else Step.COMMAND
        what = self._does(step)
        if what is Deed.ANSWER or verb in {b"EHLO", b"HELO", b"QUIT"}:
            self._answer(verb, line)
        elif what is Deed.WAIT:
            self._rest(self._keeper.chance.random() * _LONGEST_WAIT_S, lambda: self._answer(verb, line))
        else:
            self._misbehave(what)

    def _answer(self, verb: bytes, line: bytes) -> None:
        if verb in {b"EHLO", b"HELO"}:
            self._transport.write(_HELLO)
        elif verb == b"DATA":
            self._in_content = bool(self._recipient)
            self._transport.write(b"354 go ahead\r\n" if self._recipient else b"503 5.5.1 for whom\r\n")
        elif verb == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            if verb == b"RCPT":
                self._recipient = line.partition(b"<")[2].partition(b">")[0].decode()
                if self._keeper.puts_off(self._recipient):
                    self._transport.write(_TOO_MUCH)
                    self._transport.close()
                    return
            elif verb in {b"MAIL", b"RSET"}:
                self._recipient = ""
            self._transport.write(b"250 2.0.0 ok\r\n")

    def _content(self, mail: bytes) -> None:
        """A mail is kept before it is answered for, as by every relay: whoever dies in between leaves a doubt."""
        what = self._does(Step.CONTENT)
        recipient, self._recipient = self._recipient, ""
        if keeps(what, self._keeper.chance):
            self._keeper.keep(recipient, mail)
        if what in {Deed.ANSWER, Deed.WAIT}:
            late_s = self._keeper.chance.random() * _LONGEST_WAIT_S if what is Deed.WAIT else 0.0
            self._rest(self._keeper.pace_s + late_s, lambda: self._transport.write(b"250 2.0.0 taken\r\n"))
        else:
            self._misbehave(what)

    def _misbehave(self, what: Deed) -> None:
        if what is Deed.PUT_OFF:
            self._transport.write(b"451 4.7.1 greylisted\r\n")
        elif what is Deed.BABBLE:
            self._transport.write(_NONSENSE)
        elif what is Deed.GOODBYE:
            self._transport.write(_GOODBYE)
            self._transport.close()
        else:
            self._transport.abort()

    def _rest(self, seconds: float, then: Callable[[], None]) -> None:
        if not seconds:
            then()
            return
        self._resting = True
        asyncio.get_running_loop().call_later(seconds, self._wake, then)

    def _wake(self, then: Callable[[], None]) -> None:
        self._resting = False
        if not self._transport.is_closing():
            then()
            self._go_on()

    def _does(self, step: Step) -> Deed:
        return deed(self._keeper.mood, step, self._keeper.chance)
