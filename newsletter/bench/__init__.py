"""Measuring ourselves against what this machine can do at all, in the same minute."""

from newsletter.bench.freeze import FreezeBench, bench_freeze
from newsletter.bench.send import SendBench, bench_send

__all__ = ["FreezeBench", "SendBench", "bench_freeze", "bench_send"]
