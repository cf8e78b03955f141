import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis

from newsletter import embedded

KEEP_ONE_RUNNING = """
import sys, time
from pathlib import Path
from newsletter import embedded
print(embedded.start(Path(sys.argv[1])).pid, flush=True)
time.sleep(60)
"""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(params=["on PATH", "bundled"])
def a_binary(request, monkeypatch):
    """Each of the servers we may meet."""
    if request.param == "bundled":
        monkeypatch.setattr(embedded, "SERVERS_ON_PATH", ())
    return embedded.find_binary()


def test_jobs_outlive_a_restart(a_binary, tmp_path):
    with embedded.running_redis(None, home=tmp_path) as server:
        redis.Redis.from_url(server.url).rpush("jobs", "send_batch")

    with embedded.running_redis(None, home=tmp_path) as server:
        assert redis.Redis.from_url(server.url).lrange("jobs", 0, -1) == [b"send_batch"]


def test_it_keeps_to_what_a_queue_needs(a_binary, tmp_path):
    with embedded.running_redis(None, home=tmp_path) as server:
        connection = redis.Redis.from_url(server.url)

        for name, value in {"maxmemory-policy": "noeviction", "appendfsync": "everysec", "port": "0"}.items():
            assert connection.config_get(name) == {name: value}


def test_only_we_can_open_its_socket(tmp_path):
    with embedded.running_redis(None, home=tmp_path) as server:
        socket = Path(server.url.removeprefix("unix://"))

        assert socket.is_socket()
        assert socket.parent.stat().st_mode & 0o077 == 0


def test_it_stops_with_its_context(tmp_path):
    with embedded.running_redis(None, home=tmp_path) as server:
        assert is_alive(server.pid)

    assert not is_alive(server.pid)


def test_a_second_process_uses_the_first_ones_server_and_leaves_it_running(tmp_path):
    with embedded.running_redis(None, home=tmp_path) as first:
        with embedded.running_redis(None, home=tmp_path) as second:
            assert second == embedded.Redis(first.url)

        assert redis.Redis.from_url(first.url).ping()


def test_a_given_server_is_used_as_it_is(tmp_path):
    with embedded.running_redis("redis://elsewhere:6379/0", home=tmp_path) as server:
        assert (server.url, server.pid) == ("redis://elsewhere:6379/0", None)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_it_dies_with_a_parent_that_is_killed(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", KEEP_ONE_RUNNING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)

    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_a_long_home_gets_a_short_socket(tmp_path):
    home = tmp_path / ("a-long-name-" * 10)
    home.mkdir()

    with embedded.running_redis(None, home=home) as server:
        socket = Path(server.url.removeprefix("unix://"))
        assert len(os.fsencode(socket)) < 104
        assert redis.Redis.from_url(server.url).ping()

    shutil.rmtree(socket.parent)


def test_a_server_that_cannot_start_says_why_in_one_line(tmp_path, monkeypatch):
    broken = tmp_path / "redis-server"
    broken.write_text('#!/bin/sh\nwhile [ "$1" != --logfile ]; do shift; done\necho "disk is full" > "$2"\nexit 1\n')
    broken.chmod(0o755)
    monkeypatch.setattr(embedded, "find_binary", lambda: broken)

    with pytest.raises(embedded.NoRedis, match=r"^Redis did not start: disk is full \(see .*\)$"):
        embedded.start(tmp_path)


def test_a_machine_without_any_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(embedded, "SERVERS_ON_PATH", ())
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(embedded.NoRedis, match=r"^No Redis on this machine .* install one or set REDIS_URL\.$"):
        embedded.find_binary()
