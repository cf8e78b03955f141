"""lists.toml and wordings.toml."""

from newsletter.seeds.forms.form import Form, Slug, Translations


class SeedList(Form):
    """A list of the alliance, in the order of the sign-up page."""

    slug: Slug
    is_public: bool = True
    name: Translations
    description: Translations


class ListsFile(Form):
    """The alliance's lists."""

    lists: tuple[SeedList, ...]


class SeedWording(Form):
    """The words people agree to."""

    version: int
    text: Translations


class WordingsFile(Form):
    """Every version of them; old ones stay."""

    wordings: tuple[SeedWording, ...]
