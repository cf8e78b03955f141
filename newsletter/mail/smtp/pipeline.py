"""Handing over many mails on one connection, each with exactly one outcome.

Where the relay allows it (RFC 2920) the commands of the next mail travel behind the last line of the one
before, so a mail costs one round trip. Nothing is ever more than one mail ahead: when the connection dies,
at most one message is in doubt, and it is the one whose final dot was written without an answer.
"""

from collections.abc import Generator, Iterable, Iterator

from newsletter.mail.smtp.envelope import Envelope, Key, Kind, Misfit, Outcome
from newsletter.mail.smtp.errors import SmtpError
from newsletter.mail.smtp.notebook import Notebook
from newsletter.mail.smtp.offers import Offers
from newsletter.mail.smtp.reply import GO_AHEAD, GOODBYE, Family, Reply, Step, Verdict, error_of, judge
from newsletter.mail.smtp.wire import BrokenWrite, Lost, Timeouts, Wire

_DOT = b".\r\n"
_STEPS = (Step.MAIL, Step.RCPT, Step.DATA)
_LAST_WORDS_S = 1.0
"""How long we listen for an explanation when the relay stops reading in the middle of a mail."""

_KINDS = {Verdict.GO_ON: Kind.ACCEPTED, Verdict.LATER: Kind.DEFERRED, Verdict.NEVER: Kind.REFUSED}


class Pipeline:
    def __init__(self, wire: Wire, timeouts: Timeouts, offers: Offers, notify: str = "") -> None:
        self._wire = wire
        self._timeouts = timeouts
        self._offers, self._notify = offers, notify
        self._pipelining = offers.pipelining
        self._announced: object = None
        """The envelope whose commands were written behind the mail before it."""

        self.trouble: SmtpError | None = None
        """Why nothing more can be sent on this connection."""

    def send(
        self, envelopes: Iterable[Envelope[Key] | None], notebook: Notebook[Key]
    ) -> Generator[Outcome[Key], None, None]:
        """One outcome for each envelope, in order; all that follow a lost connection are UNSENT.

        None among the envelopes says that the next one is not there yet: nothing is held back for it. An envelope
        is taken from the iterable before the one ahead of it is written. So if the iterable raises, or the caller
        asks for no more, what has no outcome was not sent. (Only an exception out of a signal can fall between a
        written mail and its outcome.)
        """
        current: Envelope[Key] | None = None
        try:
            for upcoming in envelopes:
                if current:
                    yield self._send(current, upcoming, notebook)
                current = upcoming
            if current:
                yield self._send(current, None, notebook)
        except GeneratorExit:
            if self._announced:
                self._lose(Lost("sending was stopped between two mails"))
            raise
        except BaseException:
            self._lose(Lost("sending was interrupted"))
            raise

    def _send(self, envelope: Envelope[Key], upcoming: Envelope[Key] | None, notebook: Notebook[Key]) -> Outcome[Key]:
        outcome = self._ask(envelope)
        if outcome is None:
            notebook.handing(envelope.key)
            outcome = self._hand_over(envelope, upcoming)
        notebook.heard(outcome)
        return outcome

    def _ask(self, envelope: Envelope[Key]) -> Outcome[Key] | None:
        """MAIL, RCPT, DATA. None when the relay waits for the content."""
        if self.trouble:
            return _unsent(envelope, self.trouble, Step.MAIL)
        refusal: Outcome[Key] | None = None
        step, reply = Step.MAIL, Reply(0, "")
        try:
            for step, reply in self._replies(envelope):
                if refusal is None:
                    refusal = self._refusal(envelope, step, reply)
                if self.trouble or (refusal and not self._pipelining):
                    break
            if refusal:
                self._start_over(reply)
            else:
                self._expect_silence()
        except Misfit as misfit:
            return Outcome(envelope.key, Kind.REFUSED, text=str(misfit))
        except Lost as loss:
            self._lose(loss)
            return refusal or _unsent(envelope, loss, step)
        return refusal

    def _replies(self, envelope: Envelope[Key]) -> Iterator[tuple[Step, Reply]]:
        is_announced, self._announced = self._announced is envelope, None
        commands = () if is_announced else envelope.commands(self._offers, self._notify)
        if commands and self._pipelining:
            self._command(*commands)
        for at, step in enumerate(_STEPS):
            if not self._pipelining:
                self._command(commands[at])
            yield step, self._wire.read(self._timeouts.command_s)

    def _refusal(self, envelope: Envelope[Key], step: Step, reply: Reply) -> Outcome[Key] | None:
        if reply.code == GOODBYE:
            self._lose(error_of(reply, f"at {step}"))
            if step is Step.MAIL:  # the relay has not yet heard whom it is for
                return Outcome(envelope.key, Kind.UNSENT, *reply, step)
        match judge(step, reply.code):
            case Verdict.GO_ON:
                return None
            case Verdict.NONSENSE:
                raise Lost(f"the relay answered {reply.code} at {step}")
            case verdict:
                return Outcome(envelope.key, _KINDS[verdict], *reply, step)

    def _expect_silence(self) -> None:
        """A reply too many would pass for the answer to the content."""
        if not self._wire.quiet:
            raise Lost("the relay said more than it was asked")

    def _start_over(self, last: Reply) -> None:
        """Bring the relay back to where it waits for a MAIL, after it refused one."""
        if self.trouble:
            return
        if last.code == GO_AHEAD:  # it waits for content although nobody is to get it (RFC 2920 3.1)
            self._command(_DOT)
            self._wire.read(self._timeouts.accepted_s)
        self._command(b"RSET\r\n")
        reply = self._wire.read(self._timeouts.command_s)
        if reply.family is not Family.DONE:
            self._lose(error_of(reply, "at rset"))

    def _hand_over(self, envelope: Envelope[Key], upcoming: Envelope[Key] | None) -> Outcome[Key]:
        tail = _DOT
        if self._pipelining and upcoming:
            tail += self._announce(upcoming)
        try:
            self._wire.write(envelope.body, tail, timeout_s=self._timeouts.content_s)
        except BrokenWrite as loss:
            return self._last_words(envelope, loss)
        return self._acceptance(envelope, self._timeouts.accepted_s, Kind.IN_DOUBT)

    def _announce(self, upcoming: Envelope[Key]) -> bytes:
        try:
            commands = b"".join(upcoming.commands(self._offers, self._notify))
        except Misfit:  # it is refused when its turn comes
            return b""
        self._announced = upcoming
        return commands

    def _last_words(self, envelope: Envelope[Key], loss: BrokenWrite) -> Outcome[Key]:
        dot_written = loss.written >= len(envelope.body) + len(_DOT)
        otherwise = Kind.IN_DOUBT if dot_written else Kind.UNSENT
        outcome = self._acceptance(envelope, _LAST_WORDS_S, otherwise)
        self._lose(loss)
        if not outcome.code:
            self.trouble = loss
            return Outcome(envelope.key, otherwise, 0, str(loss))
        if outcome.kind is Kind.ACCEPTED and not dot_written:
            return _unsent(envelope, loss, Step.CONTENT)
        return outcome

    def _acceptance(self, envelope: Envelope[Key], timeout_s: float, otherwise: Kind) -> Outcome[Key]:
        try:
            reply = self._wire.read(timeout_s)
        except Lost as loss:
            self._lose(loss)
            return Outcome(envelope.key, otherwise, 0, str(loss))
        verdict = judge(Step.CONTENT, reply.code)
        if verdict is Verdict.NONSENSE:
            self._lose(Lost(f"the relay answered {reply.code} to a mail's content"))
            return Outcome(envelope.key, otherwise, *reply)
        if reply.code == GOODBYE:
            self._lose(error_of(reply, "after a mail's content"))
        return Outcome(envelope.key, _KINDS[verdict], *reply)

    def _command(self, *commands: bytes) -> None:
        self._wire.write(*commands, timeout_s=self._timeouts.command_s)

    def _lose(self, why: SmtpError) -> None:
        self.trouble = self.trouble or why
        self._announced = None
        self._wire.close()


def _unsent(envelope: Envelope[Key], why: SmtpError, step: Step) -> Outcome[Key]:
    return Outcome(envelope.key, Kind.UNSENT, why.code, str(why), step)
