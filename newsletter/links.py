"""Absolute addresses of the public pages, made without Flask because workers write them into mails."""

from dataclasses import dataclass

from newsletter.settings import Settings
from newsletter.tokens import Purpose, Signer


@dataclass(frozen=True)
class Links:
    """Every address that stands in a mail."""

    base_url: str
    signer: Signer

    @classmethod
    def of(cls, settings: Settings) -> "Links":
        """The addresses of an installation, signed by its secrets."""
        signer = Signer(settings.secret_key, previous=settings.previous_secret_keys, hash_key=settings.hash_key)
        return cls(settings.base_url, signer)

    def join(self, union_slug: str | None = None) -> str:
        """The sign-up page, of one union or of all."""
        return f"{self.base_url}/join/{union_slug}" if union_slug else f"{self.base_url}/join"

    def help(self) -> str:
        """How to subscribe, choose and leave, and whom to ask: the target of List-Help (RFC 2369)."""
        return f"{self.base_url}/help"

    def confirm(self, subscriber_id: int, notice_id: int) -> str:
        """The page with the one button that confirms."""
        return self._page("confirm", Purpose.CONFIRM, subscriber_id, notice_id)

    def change_address(self, subscriber_id: int, notice_id: int) -> str:
        """The page with the one button that makes an address the person's."""
        return self._page("address", Purpose.ADDRESS, subscriber_id, notice_id)

    def preferences(self, subscriber_id: int, union_id: int) -> str:
        """A person's choices, reached through one union."""
        return self._page("preferences", Purpose.PREFERENCES, subscriber_id, union_id)

    def leave(self, subscriber_id: int, list_id: int, union_id: int) -> str:
        """The page behind the footer's link: this list, this union or everything."""
        return self._page("leave", Purpose.LEAVE, subscriber_id, list_id, union_id)

    def leave_now(self, subscriber_id: int, list_id: int, union_id: int) -> str:
        """The one-click address of RFC 8058."""
        return self._page("leave/now", Purpose.LEAVE, subscriber_id, list_id, union_id)

    def rsvp(self, event_id: int, subscriber_id: int, union_id: int, answer: str) -> str:
        """The page that records an answer after one click more."""
        return f"{self._page('rsvp', Purpose.RSVP, event_id, subscriber_id, union_id)}?answer={answer}"

    def calendar(self, event_id: int) -> str:
        """The event as a file for calendars."""
        return f"{self.base_url}/events/{event_id}.ics"

    def _page(self, path: str, purpose: Purpose, *numbers: int) -> str:
        return f"{self.base_url}/{path}/{self.signer.sign(purpose, *numbers)}"
