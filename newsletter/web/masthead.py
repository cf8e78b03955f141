"""Who speaks on a page: the union (or the alliance) whose name and colour stand on top."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Masthead:
    """A union as the pages show it."""

    slug: str
    short_name: str
    name: str
    colour: str
    """As #rrggbb; the readable shades are made in web/colour.py."""

    alliance_name: str = ""
    postal_address: str = ""
    logo_url: str = ""
