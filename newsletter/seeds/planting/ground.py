"""What samples stand on: the row numbers of unions, locals, lists and wordings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    """Row numbers by the names a seed knows."""

    unions: dict[str, int]
    locals: dict[tuple[str, str], int]
    """By union and number."""

    lists: dict[str, int]
    wordings: dict[str, int]
    """The newest by language."""

    alliance: str
    """The alliance's slug."""
