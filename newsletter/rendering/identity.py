"""A union as it appears in its mails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UnionIdentity:
    """The union through which somebody gets a mail: it signs with its name, colour and address."""

    name: str
    short_name: str
    alliance_name: str
    logo_url: str | None = None
    colour: str = ""
    """As #rrggbb; anything else is shown as a quiet grey."""
    postal_address: str = ""
    """May have several lines."""
    website: str = ""
    contact_email: str = ""
    languages: tuple[str, ...] = ()

    @property
    def is_alliance(self) -> bool:
        """Whether the alliance itself writes: to friends who belong to no union."""
        return self.name == self.alliance_name
