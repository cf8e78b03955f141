"""A host of workers as an operator has it: one launcher, its folder, its processes, and the ways in which it dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from newsletter.bench.processes import descendants
from newsletter.embedded import leashed

ENDS_WITHIN_S = 20.0
"""How long a launcher may take that was asked to end."""

_LAST_LINES, _LINE_CHARACTERS = 15, 250


class Host:
    """`newsletter worker` in a process group of its own."""

    def __init__(
        self, home: Path, environment: Mapping[str, str], *, processes: int, inside: Sequence[str] = ()
    ) -> None:
        self._place, self._log = home, home / "workers.log"
        self._lives = 0
        self._environment = {**os.environ, **environment}
        self._command = [*inside, sys.executable, "-m", "workers", "--processes", str(processes)]
        self._launcher: subprocess.Popen[bytes] | None = None
        self._new_home()

    @property
    def runs(self) -> bool:
        """Whether its launcher lives."""
        return self._launcher is not None and self._launcher.poll() is None

    def start(self) -> None:
        """Start the launcher, unless it runs."""
        if not self.runs:
            with self._log.open("ab") as log:
                self._launcher = subprocess.Popen(
                    leashed(self._command), env=self._environment, stderr=log, stdout=log, start_new_session=True
                )

    def workers(self) -> list[int]:
        """Its processes below the launcher."""
        return descendants(self._launcher.pid) if self.runs and self._launcher else []

    def kill_a_worker(self, chance: Random) -> bool:
        """SIGKILL one of them; whether there was one."""
        workers = self.workers()
        if not workers:
            return False
        os.kill(chance.choice(workers), signal.SIGKILL)
        return True

    def kill(self) -> None:
        """SIGKILL all of it, as a power cut does."""
        if self.runs and self._launcher:
            os.killpg(self._launcher.pid, signal.SIGKILL)
            self._launcher.wait()

    def lose_disk(self) -> None:
        """The next launcher finds an empty folder."""
        self._new_home()

    def ask_to_end(self) -> None:
        """SIGTERM to its launcher."""
        if self.runs and self._launcher:
            self._launcher.terminate()

    def ends(self, within_s: float = ENDS_WITHIN_S) -> bool:
        """Wait until it has ended, and kill it if it does not in this time; whether it did."""
        try:
            if self._launcher:
                self._launcher.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True

    def last_words(self) -> str:
        """The end of what it said, over all its lives."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join(line[:_LINE_CHARACTERS] for line in lines[-_LAST_LINES:])

    def _new_home(self) -> None:
        self._lives += 1
        home = self._place / str(self._lives)
        home.mkdir(parents=True)
        self._environment["NEWSLETTER_HOME"] = str(home)
