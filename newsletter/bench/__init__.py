"""Measuring ourselves against what this machine can do at all, in the same minute."""

from newsletter.bench.freeze import FreezeBench, bench_freeze
from newsletter.bench.imports import ImportBench, bench_imports
from newsletter.bench.journal import JournalBench, bench_journal
from newsletter.bench.lanes import LanesBench, bench_lanes
from newsletter.bench.rate import RateBench, bench_rate
from newsletter.bench.send import SendBench, bench_send

__all__ = [
    "FreezeBench",
    "ImportBench",
    "JournalBench",
    "LanesBench",
    "RateBench",
    "SendBench",
    "bench_freeze",
    "bench_imports",
    "bench_journal",
    "bench_lanes",
    "bench_rate",
    "bench_send",
]
