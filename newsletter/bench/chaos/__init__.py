"""Campaigns under random faults, and every person looked for afterwards."""

from newsletter.bench.chaos.campaigns import Chaos, bring
from newsletter.bench.chaos.faults import USUAL, Fault
from newsletter.bench.chaos.partition import part

__all__ = ["USUAL", "Chaos", "Fault", "bring", "part"]
