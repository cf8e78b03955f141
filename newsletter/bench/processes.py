"""What processes cost, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_S = os.sysconf("SC_CLK_TCK")
_PPID, _UTIME, _STIME = 1, 11, 12
"""Places in /proc/PID/stat behind the command's closing bracket."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds since the process began, and the most memory it ever held."""

    cpu_s: float
    peak_rss_mb: float


def descendants(pid: int) -> list[int]:
    """The processes started under this one, at whatever depth."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[_PPID])
    found, under = [], {pid}
    while under := {child for child, parent in parents.items() if parent in under}:
        found += sorted(under)
    return found


def cost(pid: int) -> Cost | None:
    """What a process has cost so far; None when it is gone."""
    fields = _stat(pid)
    if not fields:
        return None
    try:
        peak_rss_mb = _memory_mb(pid, "VmHWM")
    except OSError:
        return None
    return Cost((int(fields[_UTIME]) + int(fields[_STIME])) / _TICKS_S, peak_rss_mb)


def own_rss_mb() -> float:
    """What this process holds in memory now."""
    return _memory_mb(os.getpid(), "VmRSS")


def forget_own_peak() -> None:
    """Let the most this process ever held be what it holds now (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def own_peak_rss_mb() -> float:
    """The most this process held since its peak was forgotten."""
    return _memory_mb(os.getpid(), "VmHWM")


def _memory_mb(pid: int, line: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(one.split()[1]) for one in status if one.startswith(line)), 0) / 1024


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
