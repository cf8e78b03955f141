"""Where a worker spends its time, as a flame graph."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsletter.bench.errors import BenchError

SAMPLES_PER_S = 200


@contextmanager
def drawn(pid: int, into: Path | None) -> Iterator[None]:
    """Watch a process while the context lasts and leave an SVG there; nothing for None."""
    if into is None:
        yield
        return
    into.parent.mkdir(parents=True, exist_ok=True)
    watcher = subprocess.Popen(
        [_tool(), "record", "--pid", str(pid), "--rate", str(SAMPLES_PER_S), "--output", str(into)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(30)
    if not into.exists():
        raise BenchError("No flame graph was drawn: another user's process, or ptrace forbidden; try it as root.")


def _tool() -> str:
    beside = Path(sys.executable).with_name("py-spy")
    found = str(beside) if beside.exists() else shutil.which("py-spy")
    if not found:
        raise BenchError("py-spy is not installed; it comes with what the tests need (python3 dev.py test).")
    return found
