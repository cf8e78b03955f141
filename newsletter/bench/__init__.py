"""Measuring ourselves against what this machine can do at all, in the same minute."""

from newsletter.bench.freeze import FreezeBench, bench_freeze
from newsletter.bench.lanes import LanesBench, bench_lanes
from newsletter.bench.rate import RateBench, bench_rate
from newsletter.bench.send import SendBench, bench_send

__all__ = [
    "FreezeBench",
    "LanesBench",
    "RateBench",
    "SendBench",
    "bench_freeze",
    "bench_lanes",
    "bench_rate",
    "bench_send",
]
