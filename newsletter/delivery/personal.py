"""What stands in one person's copy and in nobody else's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from newsletter.delivery.addressing import Addressee
from newsletter.events.models import Answer
from newsletter.links import Links
from newsletter.mail.letter import LEAVE_NOW_URL, MESSAGE_ID, RECIPIENT
from newsletter.tokens import Purpose


@dataclass(frozen=True, slots=True)
class Copy:
    """What the copies of one campaign through one union have in common, as far as personal values go."""

    links: Links
    campaign_id: int
    union_id: int
    union_name: str
    list_id: int
    event_id: int | None
    mail_domain: str

    local_label: Callable[[str], str]
    """The name of a local in the mail's language, from its number."""

    def token(self, addressee: Addressee) -> str:
        """Names the message to the relay and to whoever returns it; the same at every attempt."""
        return self.links.signer.sign_caseless(Purpose.BOUNCE, self.campaign_id, addressee.subscriber_id)

    def proof(self, addressee: Addressee) -> Mapping[str, str]:
        """The values of one copy that is only looked at."""
        return self.values(addressee, self.token(addressee))

    def values(self, addressee: Addressee, token: str) -> Mapping[str, str]:
        """The value of every mark a letter may hold; `token` is theirs."""
        values = {
            RECIPIENT: addressee.email,
            MESSAGE_ID: f"{token}@{self.mail_domain}",
            LEAVE_NOW_URL: self.links.leave_now(addressee.subscriber_id, self.list_id, self.union_id),
            "leave_url": self.links.leave(addressee.subscriber_id, self.list_id, self.union_id),
            "preferences_url": self.links.preferences(addressee.subscriber_id, self.union_id),
            "given_name": addressee.given_name,
            "family_name": addressee.family_name,
            "full_name": f"{addressee.given_name} {addressee.family_name}".strip(),
            "union": self.union_name,
            "local": self.local_label(addressee.local_number) if addressee.local_number else self.union_name,
        }
        if self.event_id is not None:
            for answer in Answer:
                values[f"rsvp_{answer}_url"] = self.links.rsvp(
                    self.event_id, addressee.subscriber_id, self.union_id, answer
                )
        return values
