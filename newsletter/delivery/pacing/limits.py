"""What was set down: how much may go by a relay, to an operator, for a union; and the gates this makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from newsletter.delivery.pacing.gates import Gate
from newsletter.delivery.pacing.operators import by_domain
from newsletter.delivery.pacing.quotas import Slowed
from newsletter.delivery.pacing.warming import RampOn

SECOND_S, HOUR_S, DAY_S = 1.0, 3600.0, 86_400.0

WARM_DAY_S = 23 * HOUR_S
"""A counting gate forgets a part of its window late, and a day on a ramp must not last 25 hours."""


class LimitOn(StrEnum):
    """What a limit is about."""

    RELAY = auto()
    OPERATOR = auto()
    UNION = auto()


@dataclass(frozen=True, slots=True)
class Rates:
    """At most so many mails; None: as many as there are."""

    per_second: int | None = None
    per_hour: int | None = None
    per_day: int | None = None


@dataclass(frozen=True)
class Limits:
    """All that were set, by what they are about and its name: a relay's or union's number, an operator's name."""

    rates: Mapping[tuple[LimitOn, str], Rates] = field(default_factory=dict)

    operators: Mapping[str, str] = field(default_factory=dict)
    """Who takes the mail of a domain, where DNS says otherwise than its name does."""

    warming: Mapping[tuple[RampOn, str], int] = field(default_factory=dict)
    """What is on a ramp, and how much of it may go today."""

    senders: Mapping[int, str] = field(default_factory=dict)
    """The domain a union mails from, where it is on a ramp."""

    def operator_of(self, domain: str) -> str:
        """Who takes the mail of a domain."""
        return self.operators.get(domain) or by_domain(domain)

    def common(self, *, relay: int, union_id: int) -> tuple[Gate, ...]:
        """What every mail of a union passes by a relay; relay 0 is the installation's."""
        return (
            *self._gates(LimitOn.RELAY, str(relay)),
            *self._gates(LimitOn.UNION, str(union_id)),
            *self._ramps(RampOn.RELAY, str(relay)),
            *self._ramps(RampOn.DOMAIN, self.senders.get(union_id, "")),
        )

    def towards(self, operator: str, slowed: Mapping[str, Slowed]) -> tuple[Gate, ...]:
        """What mail to an operator passes besides."""
        gates = self._gates(LimitOn.OPERATOR, operator, operator)
        if operator in slowed and not any(gate.window_s == SECOND_S for gate in gates):
            gates += (_gate(LimitOn.OPERATOR, operator, 0, SECOND_S, operator),)
        return gates

    def _gates(self, on: LimitOn, name: str, operator: str = "") -> tuple[Gate, ...]:
        rates = self.rates.get((on, name))
        if rates is None:
            return ()
        each = ((rates.per_second, SECOND_S), (rates.per_hour, HOUR_S), (rates.per_day, DAY_S))
        return tuple(_gate(on, name, count, window_s, operator) for count, window_s in each if count)

    def _ramps(self, on: RampOn, name: str) -> tuple[Gate, ...]:
        today = self.warming.get((on, name))
        return () if today is None else (Gate(f"warm:{on}:{name}", today, WARM_DAY_S),)


def _gate(on: LimitOn, name: str, count: int, window_s: float, operator: str) -> Gate:
    return Gate(f"{on}:{name}:{window_s:.0f}", count, window_s, operator)
