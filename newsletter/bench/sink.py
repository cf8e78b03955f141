"""Postfix's two load tools: the sink that takes mail, and the source that shows how fast it can be filled."""

import os
import pwd
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsletter.bench.errors import BenchError
from newsletter.bench.ports import free_port, wait_for

CONNECTIONS = 20
"""What the source opens: more make it no faster."""

BACKLOG = 1000
DOMAIN = "member.example"

_RECIPIENT = re.compile(rb"^X-Rcpt-Args: <([^>]*)>", re.MULTILINE)


@dataclass(frozen=True)
class Sink:
    """A running smtp-sink."""

    port: int
    folder: Path
    """Where it keeps the mails, if it was asked to."""

    counter: Path

    def messages(self) -> int:
        """How many mails it took, by its own count."""
        counts = re.findall(rb"mesg=(\d+)", self.counter.read_bytes()[-200:])
        return int(counts[-1]) if counts else 0

    def recipients(self) -> Counter[str]:
        """Who got how many, read from the kept mails."""
        found: Counter[str] = Counter()
        for mail in self.folder.iterdir():
            with mail.open("rb") as file:
                if address := _RECIPIENT.search(file.read(2000)):
                    found[address[1].decode()] += 1
        return found


@contextmanager
def running_sink(home: Path, *, keep: bool) -> Iterator[Sink]:
    """A sink on a free port; with `keep` it writes each mail to a file. Raises BenchError."""
    folder = home / "sink"
    folder.mkdir()
    sink = Sink(free_port(), folder, home / "sink.count")
    command = [_tool("smtp-sink"), "-c"]
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        home.chmod(0o711)
        command += ["-u", "nobody"]
    if keep:
        command += ["-d", "%M."]
    with sink.counter.open("wb") as counter:
        process = subprocess.Popen(
            [*command, f"127.0.0.1:{sink.port}", str(BACKLOG)], cwd=folder, stdout=counter, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(sink.port, "smtp-sink")
            yield sink
        finally:
            process.kill()
            process.wait()


def fill(sink: Sink, *, messages: int, size_bytes: int) -> float:
    """Mails a second that the C tool gets into the sink."""
    command = [_tool("smtp-source"), "-d", "-s", str(CONNECTIONS), "-l", str(size_bytes), "-m", str(messages)]
    command += ["-f", "bench@sender.example", "-t", f"member@{DOMAIN}", f"127.0.0.1:{sink.port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return messages / (time.perf_counter() - began)


def _tool(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not found:
        raise BenchError(f"{name} is not on this machine; it comes with Debian's package postfix.")
    return found
