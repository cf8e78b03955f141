"""What preflight says: one sentence each, about one language or about the whole campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from gettext import NullTranslations


class Severity(StrEnum):
    ERROR = auto()
    """Must not go out like this."""
    WARNING = auto()
    """May go out; somebody should have looked."""


@dataclass(frozen=True)
class Finding:
    """`problem` is an English sentence for gettext, in which `params` stand."""

    severity: Severity
    problem: str
    params: Mapping[str, object] = field(default_factory=dict)
    language: str = ""
    """Empty: about the campaign."""
    path: str = ""
    """The block, as BlockError counts: "2.left.0"."""

    def message(self, translations: NullTranslations) -> str:
        """The sentence in the language of who reads it."""
        return translations.gettext(self.problem) % self.params


def error(problem: str, *, path: str = "", **params: object) -> Finding:
    return Finding(Severity.ERROR, problem, params, path=path)


def warning(problem: str, *, path: str = "", **params: object) -> Finding:
    return Finding(Severity.WARNING, problem, params, path=path)
