"""A Redis of a bench's own, which can die under its users."""

import shutil
import subprocess
from pathlib import Path

import redis

from newsletter.bench.ports import free_port, wait_for
from newsletter.embedded import find_binary, leashed


class RedisServer:
    """A server that keeps its rows as the product's own does, on a port that it keeps over every death."""

    def __init__(self, folder: Path, *, listen: str = "127.0.0.1") -> None:
        self._folder, self._listen = folder, listen
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether it was started and nobody ended it since."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it with the rows it finds, unless it runs, and wait until it answers."""
        if self.runs:
            return
        self._folder.mkdir(exist_ok=True)
        server = [str(find_binary()), "--port", str(self.port), "--bind", *self._listen.split(",")]
        server += ["--protected-mode", "no"]
        server += ["--dir", str(self._folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]
        server += ["--maxmemory-policy", "noeviction", "--daemonize", "no"]
        self._process = subprocess.Popen(leashed(server), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_for(self.port, "Redis")

    def kill(self) -> None:
        """End it as a power cut does; without effect on one that is dead."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Lose what a dead server kept, if that was not lost before."""
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def flush(self) -> bool:
        """Empty it while it runs; whether it did."""
        if not self.runs:
            return False
        with redis.Redis.from_url(self.url()) as connection:
            connection.flushall()
        return True

    def url(self, host: str = "127.0.0.1") -> str:
        """Where it is, as seen from a machine that knows it by this address."""
        return f"redis://{host}:{self.port}/0"
