"""When a campaign is stopped because going on would only do harm.

One number says how bad it is. A hard no to us weighs much, a hard no to a person little, and a mail that is accepted
takes a little away again. So the campaign stops after ten refusals in a row that are about us (or when they are more
than one in twenty for a while), after a hundred in a row that are about people (or one in three: such a list is not
fit to be mailed), and when a relay turned three workers away. What is only put off weighs nothing.
"""

from collections import Counter
from collections.abc import Iterable

from newsletter.campaigns.models import Halt
from newsletter.delivery.meanings import OURS, Meaning

LIMIT = 200
OURS_WEIGH, THEIRS_WEIGH, TURNED_AWAY_WEIGHS = 20, 2, 70
ACCEPTED_EASES = 1

_HALTS = {
    Meaning.NOT_TRUSTED: Halt.NOT_TRUSTED,
    Meaning.NOT_ALLOWED: Halt.NOT_ALLOWED,
    Meaning.TOO_BIG: Halt.TOO_BIG,
    Meaning.BADLY_MADE: Halt.BADLY_MADE,
}


def weight(meaning: Meaning) -> int:
    """Of one hard refusal."""
    return OURS_WEIGH if meaning in OURS else THEIRS_WEIGH


def why(meaning: Meaning) -> Halt:
    """What a campaign is stopped for that has too much of this."""
    return _HALTS.get(meaning, Halt.REFUSED)


def heaviest(refusals: Iterable[Meaning]) -> Meaning:
    """What weighs most among refusals, of which there is at least one."""
    weights: Counter[Meaning] = Counter()
    for meaning in refusals:
        weights[meaning] += weight(meaning)
    return weights.most_common(1)[0][0]
