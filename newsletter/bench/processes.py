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
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    peak_kb = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return Cost((int(fields[_UTIME]) + int(fields[_STIME])) / _TICKS_S, peak_kb / 1024)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
