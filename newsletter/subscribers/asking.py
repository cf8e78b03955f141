"""What somebody typed on a sign-up page, on its way to being confirmed."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A wish to subscribe. Nothing of it is true before the address has answered."""

    list_ids: tuple[int, ...]
    wording_id: int
    language: str
    country: str | None = None
    region: str | None = None
    local_id: int | None = None
    given_name: str = ""
    family_name: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the notice's row."""
        return asdict(self)

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Asked":
        """From the notice's row."""
        return cls(**{**written, "list_ids": tuple(written["list_ids"])})


@dataclass(frozen=True)
class Trace:
    """Where an act of a person came from, as evidence."""

    source: str
    """The page or mail, such as `/join/ue`."""

    connection_hash: str | None = None
