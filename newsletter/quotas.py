"""The quotas of all hosts, in Redis: by scripts and Redis' own clock (`delivery.pacing.places` and `seats` in Lua).

What is kept is worth a minute: should it be lost, each gate opens anew, its places spread over a window.
"""

import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import redis

from newsletter.delivery.pacing.places import PARTS
from newsletter.delivery.pacing.quotas import HELD_S, HORIZON_S, Answer, Ask, Grant, PushBack, QuotasAway, Slowed
from newsletter.delivery.pacing.seats import LEASE_S
from newsletter.delivery.pacing.seats import Ask as SeatAsk
from newsletter.delivery.pacing.slowing import ENOUGH, STEP_S

PREFIX = "newsletter:pace:"
PATIENCE_S = 0.25
"""A mail waits meanwhile."""

_SCRIPT = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8")
_SEATS = Path(__file__).with_name("seats.lua").read_text(encoding="utf-8")
_MICRO = 1_000_000


class RedisQuotas:
    """Made by each process for itself, behind its fork."""

    def __init__(self, connection: "redis.Redis", holder: str = "") -> None:
        self._script, self._seats = connection.register_script(_SCRIPT), connection.register_script(_SEATS)
        self._holder = holder or f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"

    @classmethod
    def at(cls, url: str) -> "RedisQuotas":
        """A server that is given up soon when it does not answer."""
        return cls(redis.Redis.from_url(url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S))

    def exchange(self, asks: Sequence[Ask], pushed: Sequence[PushBack] = ()) -> Answer:
        """See `delivery.pacing.quotas.Quotas`."""
        request = {
            "holder": self._holder,
            "held": _micro(HELD_S),
            "horizon": _micro(HORIZON_S),
            "parts": PARTS,
            "step": _micro(STEP_S),
            "enough": ENOUGH,
            "asks": [_said(ask) for ask in asks],
            "pushed": [{"operator": one.operator, "pause": _micro(one.pause_s)} for one in pushed],
        }
        try:
            answer = json.loads(self._script(keys=[PREFIX], args=[json.dumps(request)]))
        except redis.RedisError as problem:
            raise QuotasAway(str(problem)) from None
        return Answer(
            [Grant([at / _MICRO for at in one["at"] or ()], one["wait"] / _MICRO) for one in answer["grants"] or ()],
            {one["operator"]: Slowed(one["pause"] / _MICRO, one["level"]) for one in answer["slowed"] or ()},
            answer["sharers"],
        )

    def sit(self, ask: SeatAsk) -> int:
        """See `delivery.pacing.seats.Store`."""
        request = {
            "holder": self._holder,
            "lease": _micro(LEASE_S),
            "limit": ask.limit,
            "held": ask.held,
            "want": ask.want,
        }
        try:
            return int(self._seats(keys=[f"{PREFIX}seats:{ask.relay}"], args=[json.dumps(request)]))
        except redis.RedisError as problem:
            raise QuotasAway(str(problem)) from None


def _said(ask: Ask) -> dict[str, Any]:
    gate = ask.gate
    return {
        "key": gate.key,
        "count": gate.count,
        "window": _micro(gate.window_s),
        "spaced": gate.is_spaced,
        "operator": gate.operator,
        "want": ask.want,
        "ages": [_micro(age) for age in ask.ages_s],
        "unused": ask.unused,
        "urgent": ask.is_urgent,
    }


def _micro(seconds: float) -> int:
    return int(seconds * _MICRO)
