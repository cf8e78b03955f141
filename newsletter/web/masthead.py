"""Who speaks on a page: the union (or the alliance) whose name and colour stand on top."""

from dataclasses import dataclass
from typing import Self

from newsletter.db import translated
from newsletter.unions.models import Union


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
    contact_email: str = ""
    logo_url: str = ""

    @classmethod
    def of(cls, union: Union, alliance: Union, language: str) -> Self:
        """The masthead of a union of this alliance."""
        return cls(
            slug=union.slug,
            short_name=union.short_name,
            name=translated(union.name, language),
            colour=union.colour,
            alliance_name="" if union is alliance else translated(alliance.name, language),
            postal_address=union.postal_address,
            contact_email=union.contact_email,
            logo_url=union.logo_url or "",
        )


NOBODY = Masthead(slug="", short_name="Newsletter", name="Newsletter", colour="#14505c")
"""For a page that must not ask the database who we are."""
