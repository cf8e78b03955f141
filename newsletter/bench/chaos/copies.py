"""How many mails each person got in each campaign, by the relay's own list."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsletter.bench.witness import Taken
from newsletter.tokens import BadToken, Purpose, Signer

Copies = Counter[tuple[int, str]]
"""By whom the Message-ID names and where the mail went."""


@dataclass
class Count:
    """The list grows, and each mail in it is read once: many runs look at it, and a name takes long to read."""

    taken: Sequence[Taken]
    signer: Signer
    _read: int = 0
    _by_campaign: dict[int, Copies] = field(default_factory=lambda: defaultdict(Counter))

    def of(self, campaign_id: int) -> Copies:
        """As far as the list goes by now."""
        while self._read < len(self.taken):
            self._add(self.taken[self._read])
            self._read += 1
        return self._by_campaign[campaign_id]

    def _add(self, mail: Taken) -> None:
        try:
            campaign_id, person = self.signer.read_caseless(Purpose.BOUNCE, mail.message_id.partition("@")[0])
        except BadToken:
            return  # a notice
        self._by_campaign[campaign_id][person, mail.recipient] += 1
