"""Coming to terms with a relay before the first mail: its greeting, encryption, what it offers, signing in."""

import ssl
from base64 import b64encode

from newsletter.mail.smtp.errors import Cause, PermanentError, TransientError
from newsletter.mail.smtp.offers import Offers
from newsletter.mail.smtp.relay import Auth, Relay, Tls
from newsletter.mail.smtp.reply import Family, Reply, error_of
from newsletter.mail.smtp.wire import Lost, Timeouts, Wire


class Greeting:
    """One of these for one new connection."""

    def __init__(self, relay: Relay, wire: Wire, timeouts: Timeouts) -> None:
        self._relay = relay
        self._wire = wire
        self._timeout_s = timeouts.command_s

    def exchange(self) -> Offers:
        """What the relay offers us in the end. Raises Throttled, TransientError or PermanentError."""
        if self._relay.tls is Tls.IMPLICIT:
            self._encrypt()
        _expect(Family.DONE, self._first_words(), "connecting", Cause.TURNED_AWAY)
        offers = self._hello()
        if self._wants_starttls(offers):
            _expect(Family.DONE, self._ask("STARTTLS"), "starting TLS", Cause.NO_ENCRYPTION)
            self._encrypt()
            offers = self._hello()
        if self._relay.username:
            self._sign_in(offers.mechanisms)
        return offers

    def _first_words(self) -> Reply:
        try:
            return self._wire.read(self._timeout_s)
        except Lost as loss:
            loss.cause = Cause.NO_SMTP
            raise

    def _hello(self) -> Offers:
        name = self._relay.hello or self._wire.address()
        reply = self._ask(f"EHLO {name}")
        if reply.family is Family.NEVER:
            reply = self._ask(f"HELO {name}")
        _expect(Family.DONE, reply, "greeting", Cause.TURNED_AWAY)
        return Offers.read(reply.text.split("\n")[1:])

    def _wants_starttls(self, offers: Offers) -> bool:
        if self._relay.tls is Tls.REQUIRED and not offers.starttls:
            raise PermanentError(
                f"the relay {self._relay} does not offer STARTTLS, which is required", cause=Cause.NO_STARTTLS
            )
        return offers.starttls and self._relay.tls in {Tls.REQUIRED, Tls.OFFERED}

    def _encrypt(self) -> None:
        try:
            context = self._relay.tls_context()
        except (OSError, ValueError) as error:
            raise PermanentError(
                f"the certificates or the key given for {self._relay} cannot be used: {error}",
                cause=Cause.BAD_CERTIFICATE,
            ) from None
        try:
            self._wire.encrypt(context, self._relay.host, timeout_s=self._timeout_s)
        except ssl.SSLCertVerificationError as error:
            raise PermanentError(
                f"the certificate of {self._relay} is not valid: {error.verify_message}", cause=Cause.UNTRUSTED
            ) from None
        except OSError as error:
            raise TransientError(
                f"no encryption with the relay {self._relay}: {error}", cause=Cause.NO_ENCRYPTION
            ) from None

    def _sign_in(self, mechanisms: frozenset[str]) -> None:
        relay = self._relay
        if relay.auth is Auth.XOAUTH2 and "XOAUTH2" in mechanisms:
            self._by_token()
        elif relay.auth in {Auth.PASSWORD, Auth.PLAIN} and "PLAIN" in mechanisms:
            secret = f"\0{relay.username}\0{relay.password}"
            self._signed_in(self._ask(f"AUTH PLAIN {_base64(secret)}"))
        elif relay.auth in {Auth.PASSWORD, Auth.LOGIN} and "LOGIN" in mechanisms:
            for words in ("AUTH LOGIN", _base64(relay.username)):
                _expect(Family.MORE, self._ask(words), "signing in", Cause.SIGN_IN_REFUSED)
            self._signed_in(self._ask(_base64(relay.password)))
        else:
            raise PermanentError(
                f"the relay {relay} does not offer our way to sign in ({relay.auth}), "
                f"but {', '.join(sorted(mechanisms)) or 'none'}",
                cause=Cause.NO_SIGN_IN,
            )

    def _by_token(self) -> None:
        """A relay that does not like the token says why in words of its own, and wants an empty line for them."""
        bearer = f"user={self._relay.username}\1auth=Bearer {self._relay.password}\1\1"
        reply = self._ask(f"AUTH XOAUTH2 {_base64(bearer)}")
        if reply.family is Family.MORE:
            reply = self._ask("")
        self._signed_in(reply)

    def _signed_in(self, reply: Reply) -> None:
        _expect(Family.DONE, reply, "signing in", Cause.SIGN_IN_REFUSED)

    def _ask(self, command: str) -> Reply:
        self._wire.write(f"{command}\r\n".encode(), timeout_s=self._timeout_s)
        return self._wire.read(self._timeout_s)


def _expect(family: Family, reply: Reply, doing: str, cause: Cause) -> None:
    if reply.family is not family:
        raise error_of(reply, doing, cause)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
