"""Real servers for tests: found on this machine, started by the first test that asks, gone with the run.

Each belongs to a keeper, a small process that stops it as soon as the process it serves has ended, however it ended;
so several test processes can share one, and a killed run leaves nothing behind.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_TIMEOUT_S = 60

kept: list[subprocess.Popen[bytes]] = []
"""Keepers that outlive the test process which started them."""

KEEPER = """
import os, signal, subprocess, sys, time
served, user, *command = sys.argv[1:]
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in a shell's background has it ignored, and servers inherit that
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
server = subprocess.Popen(command, **(dict(user=user, group=user, extra_groups=[]) if user else {}))
try:
    while server.poll() is None:
        os.kill(int(served), 0)
        time.sleep(0.1)
except ProcessLookupError:
    pass
finally:
    server.send_signal(signal.SIGINT)
    server.wait()
"""


class LeftOut(Exception):
    """This machine lacks something; says what, and which Debian package brings it."""


def find(program: str, *, package: str, folders: str = "") -> str:
    """The path of a program. Raises LeftOut."""
    versions = sorted(Path("/").glob(folders.lstrip("/")), reverse=True) if folders else []
    path = os.pathsep.join([*map(str, versions), os.environ.get("PATH", os.defpath), "/usr/sbin"])
    if found := shutil.which(program, path=path):
        return found
    raise LeftOut(f"{program} is not here (apt install {package})")


def postgresql(run: Path) -> str:
    """This run's PostgreSQL, as the address of its folder of sockets. Raises LeftOut."""
    binary = find("postgres", package="postgresql", folders="/usr/lib/postgresql/*/bin")
    sockets = run / "postgresql"
    with alone(run / "postgresql.lock"):
        if not sockets.exists():
            _start_postgresql(binary, run, sockets)
    return str(sockets)


def _start_postgresql(binary: str, run: Path, sockets: Path) -> None:
    user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
    cluster = run / "cluster"
    for folder in (sockets, cluster):
        folder.mkdir()
        if user:
            shutil.chown(folder, user, user)
    initdb = [str(Path(binary).with_name("initdb")), "--pgdata", str(cluster), "--username", "postgres"]
    initdb += ["--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    subprocess.run(initdb, check=True, capture_output=True, user=user)
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
    server = [binary, "-D", str(cluster), "-k", str(sockets), "-c", "listen_addresses="]
    server += [part for setting in quick for part in ("-c", setting)]
    first = int(os.environ["NEWSLETTER_TEST_RUN_PID"])
    kept.append(keep(server, served=first, user=user, log=run / "postgresql.log"))
    wait_until(lambda: _postgresql_answers(sockets), "PostgreSQL", log=run / "postgresql.log")


def _postgresql_answers(sockets: Path) -> bool:
    try:
        psycopg.connect(host=str(sockets), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def smtp_sink(folder: Path, *options: str) -> Iterator[str]:
    """Postfix's sink as an SMTP_URL; with `-d name` it writes each mail into `folder`. Raises LeftOut."""
    binary = find("smtp-sink", package="postfix")
    port = free_port()
    folder.chmod(0o777)  # as root it becomes nobody
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    sink = [binary, *user, *options, f"127.0.0.1:{port}", "1000"]
    keeper = keep(sink, served=os.getpid(), log=folder / "smtp-sink.log")
    try:
        wait_until(lambda: listens(port), "smtp-sink", log=folder / "smtp-sink.log")
        yield f"smtp://127.0.0.1:{port}"
    finally:
        keeper.terminate()
        keeper.wait()


def keep(command: list[str], *, served: int, log: Path, user: str | None = None) -> subprocess.Popen[bytes]:
    """Run a server beside its log for as long as the process `served` lives, or until the keeper is told to end."""
    keeper = [sys.executable, "-I", "-S", "-c", KEEPER, str(served), user or "", *command]
    with log.open("ab") as output:
        return subprocess.Popen(
            keeper, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=log.parent, start_new_session=True
        )


def wait_until(ready: Callable[[], bool], name: str, *, log: Path) -> None:
    """Wait for a server that was started. Raises TimeoutError with what it said."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} does not answer: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


def free_port() -> int:
    """A port on the loopback interface that nobody listens on right now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait for the other test processes."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
