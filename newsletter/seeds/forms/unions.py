"""unions.toml and locals.toml."""

from pydantic import RootModel

from newsletter.seeds.forms.form import Address, Colour, Country, Form, Language, Region, Slug, Translations, Words


class Sender(Form):
    """Whom a union's mail comes from."""

    name: Words
    address: Address
    reply_to: Address


class SeedUnion(Form):
    """A union, an affiliate or the alliance itself."""

    slug: Slug
    parent: Slug | None = None
    """The union it is an affiliate of, which stands before it."""

    short_name: Words
    name: Translations
    countries: tuple[Country, ...]
    languages: tuple[Language, ...]
    postal_address: Words
    website: Words
    contact_email: Address
    colour: Colour
    sender: Sender


class UnionsFile(Form):
    """The alliance and its unions."""

    alliance: SeedUnion
    unions: tuple[SeedUnion, ...]

    @property
    def everyone(self) -> tuple[SeedUnion, ...]:
        """The alliance first."""
        return (self.alliance, *self.unions)


class SeedLocal(Form):
    """A local; its region says its country."""

    number: Words
    name: Words
    region: Region

    @property
    def country(self) -> str:
        """ISO 3166-1."""
        return self.region[:2]


class LocalsFile(RootModel[dict[Slug, tuple[SeedLocal, ...]]]):
    """Locals by union."""
