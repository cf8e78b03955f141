"""Measuring ourselves against what this machine can do at all, in the same minute."""

from newsletter.bench.send import SendBench, bench_send

__all__ = ["SendBench", "bench_send"]
