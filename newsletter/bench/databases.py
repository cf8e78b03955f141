"""A database for one bench: SQLite in a file, or PostgreSQL, ours for the while or the operator's own."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsletter.bench.errors import BenchError

_BINARIES = "/usr/lib/postgresql"


@contextmanager
def running_database(home: Path, wanted: str) -> Iterator[str]:
    """The URL of an empty database: `sqlite`, `postgresql` (a server of its own) or a URL that is used as it is."""
    if wanted == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}"
    elif wanted == "postgresql":
        with _server(home) as url:
            yield url
    else:
        yield wanted


@contextmanager
def _server(home: Path) -> Iterator[str]:
    """A PostgreSQL with its default durability, on a loopback port, gone afterwards."""
    folder = home / "postgresql"
    folder.mkdir()
    user = _owner(folder)
    _run([_binary("initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres"], user)
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c max_wal_size=2GB"
    control = [_binary("pg_ctl"), "-D", str(folder / "data"), "-w", "-l", str(folder / "log")]
    _run([*control, "-o", options, "start"], user)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"], user)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    folder.parent.chmod(0o711)
    return "postgres"


def _run(command: list[str], user: str | None) -> None:
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _binary(name: str) -> str:
    installed = [str(path) for path in sorted(Path(_BINARIES).glob("*/bin"), reverse=True)]
    found = shutil.which(name, path=":".join([*installed, os.environ.get("PATH", "")]))
    if not found:
        raise BenchError("PostgreSQL is not on this machine; install it, or give --database a URL.")
    return found


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
