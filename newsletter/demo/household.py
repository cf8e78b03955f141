"""The processes of a demo: started from this one, ended with it, however it ends."""

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from newsletter.errors import NewsletterError

STOP_WITHIN_S = 12.0
LOOK_EVERY_S = 0.02
_PR_SET_PDEATHSIG = 1


class Died(NewsletterError):
    """A part of the demo did not stay."""


class Household:
    """Children by name. Leaving it ends them, the last one first."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._children: dict[str, int] = {}

    def start(self, name: str, task: Callable[[], None]) -> None:
        """Fork a child that does `task` and writes what it says into its own log."""
        self._logs.mkdir(parents=True, exist_ok=True)
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _live(parent, self._log(name), task)
        self._children[name] = pid

    def look_after(self) -> None:
        """Raises Died when a child is gone."""
        for name, pid in list(self._children.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self._children[name]
                raise Died(f"{name} ended; its last words are in {self._log(name)}: {self._last_words(name)}")

    def stop(self) -> None:
        """End all children, and wait until they have ended. A second Ctrl-C does not hurry it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for name, pid in reversed(self._children.items()):
            os.kill(pid, signal.SIGTERM)
            if not _ends(pid, STOP_WITHIN_S):
                logging.getLogger(__name__).warning("%s did not end and is killed", name)
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        self._children.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _last_words(self, name: str) -> str:
        lines = self._log(name).read_text("utf-8", "replace").splitlines()
        return lines[-1] if lines else "it said nothing"


def _live(parent: int, log: Path, task: Callable[[], None]) -> NoReturn:
    status = 1
    try:
        os.setpgid(0, 0)  # Ctrl-C reaches the parent, which ends its children in order
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_with(parent)
        written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(written, 1)
        os.dup2(written, 2)
        task()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        logging.getLogger(__name__).exception("it could not go on")
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """Linux only; elsewhere a parent that is killed leaves its children behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _ends(pid: int, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(LOOK_EVERY_S)
    return False
