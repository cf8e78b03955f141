"""Tells the pacer what the journal is told, at the moment at which a reply is read."""

from dataclasses import dataclass

from newsletter.delivery.pacing.pacer import Pacer
from newsletter.mail.smtp import Kind, Notebook, Outcome


@dataclass(frozen=True, slots=True)
class Noting:
    """A notebook beside another."""

    notebook: Notebook[int]
    pacer: Pacer

    def handing(self, key: int) -> None:
        """See Notebook."""
        self.notebook.handing(key)

    def heard(self, outcome: Outcome[int]) -> None:
        """What was not handed over goes by another connection, and keeps its place until then."""
        if outcome.kind is not Kind.UNSENT:
            self.pacer.heard(outcome.key)
        self.notebook.heard(outcome)
