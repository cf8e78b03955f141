"""Keeps a mail until its moment, and tells the pacer what the journal is told, as soon as a reply is read."""

from dataclasses import dataclass

from newsletter.delivery.pacing.pacer import Pacer
from newsletter.mail.smtp import Kind, Notebook, Outcome


@dataclass(frozen=True, slots=True)
class Noting:
    """A notebook beside another."""

    notebook: Notebook[int]
    pacer: Pacer

    def handing(self, key: int) -> None:
        """See Notebook. The relay waits for the content meanwhile, so that it gets it then and not later."""
        self.pacer.handing(key)
        self.notebook.handing(key)

    def heard(self, outcome: Outcome[int]) -> None:
        """What was not handed over goes by another connection, and keeps its place until then."""
        if outcome.kind is not Kind.UNSENT:
            self.pacer.heard(outcome.key)
        self.notebook.heard(outcome)
