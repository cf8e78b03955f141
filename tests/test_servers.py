import signal
import smtplib
import subprocess
import sys

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsletter.unions.models import Union
from tests import servers
from tests.factories import make_alliance


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_session_is_forgotten_even_when_it_commits(session, turn):
    assert session.scalar(select(func.count(Union.id))) == 0

    make_alliance(session)
    session.commit()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_an_engine_finds_an_empty_database(engine, turn):
    with Session(engine) as session:
        assert session.scalar(select(func.count(Union.id))) == 0

        make_alliance(session)
        session.commit()


def send(url, subject):
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2])) as relay:
        return relay.sendmail("a@b.example", ["c@d.example"], f"Subject: {subject}\r\n\r\nHello\r\n")


def test_the_sink_takes_mail(smtp_sink):
    assert send(smtp_sink, "Solidarity") == {}


@pytest.mark.smtp_sink
def test_the_sink_keeps_mail_where_it_is_told_to(tmp_path):
    try:
        with servers.smtp_sink(tmp_path, "-d", "mail.") as url:
            send(url, "Solidarity")
    except servers.LeftOut as reason:
        pytest.skip(f"smtp-sink: {reason}")

    (mail,) = tmp_path.glob("mail.*")
    assert b"Subject: Solidarity" in mail.read_bytes()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_ends_with_the_process_it_serves(tmp_path, ending):
    served = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    port = servers.free_port()
    listen = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    keeper = servers.keep(listen, served=served.pid, log=tmp_path / "log")
    servers.wait_until(lambda: servers.listens(port), "http.server", log=tmp_path / "log")

    served.send_signal(ending)
    served.wait()

    assert keeper.wait(timeout=10) is not None
    assert not servers.listens(port)


def test_a_missing_program_is_named_with_its_package():
    with pytest.raises(servers.LeftOut, match=r"^no-such-server is not here \(apt install nothing\)$"):
        servers.find("no-such-server", package="nothing")
