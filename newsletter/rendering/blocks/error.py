"""What can be wrong with a block, in words for the person who wrote it."""

from gettext import NullTranslations

from newsletter.errors import NewsletterError


class BlockError(NewsletterError):
    """A block cannot be used as it is.

    `path` names the place, counted from 0 ("2.left.0.url"); `problem` is an English sentence for gettext,
    in which `params` stand.
    """

    def __init__(self, path: str, problem: str, **params: object) -> None:
        super().__init__(f"{path}: {problem % params}")
        self.path, self.problem, self.params = path, problem, params

    def message(self, translations: NullTranslations) -> str:
        """The problem in the language of who reads it."""
        return translations.gettext(self.problem) % self.params
