"""`newsletter domain`, as an operator types it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.domains.models import SendingDomain
from newsletter.settings import Settings
from tests.factories import make_alliance, make_union


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """Its database, with one union in it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NEWSLETTER_HOME", str(tmp_path))
    main(["db", "upgrade"])
    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session, session.begin():
        make_alliance(session)
        make_union(session, "ue")
    yield engine
    engine.dispose()


@pytest.fixture
def typed(installation, capsys):
    """Runs a command for UE's domain; its exit code and what it says."""

    def run(way, *more, domain="ue.example", union="ue"):
        capsys.readouterr()
        code = main(["domain", way, domain, "--union", union, *more])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def publish(installation, zone):
    """Put every record of the domain into DNS; the server to ask."""

    def done():
        with Session(installation) as session:
            for key in session.scalars(select(SendingDomain)).one().keys:
                zone.texts[key.host] = [[key.record[:255], *filter(None, [key.record[255:]])]]
        zone.texts["ue.example"] = [["v=spf1 mx -all"]]
        zone.texts["_dmarc.ue.example"] = [["v=DMARC1; p=reject"]]

    return done


def test_from_the_first_keys_to_new_ones(typed, publish, zone):
    server = ("--server", f"127.0.0.1:{zone.resolver.port}")
    code, said = typed("add")
    assert code == 0
    assert said.count("._domainkey.ue.example. IN TXT ") == 2
    assert "ue.example: Not signed yet." in said

    code, said = typed("activate", *server)
    assert code == 2
    assert "DNS does not show nl" in said

    publish()
    code, said = typed("check", *server)
    assert code == 0
    assert said.count("✔") == 4

    code, said = typed("activate", *server)
    assert code == 0
    assert "ue.example: Mail is signed." in said

    code, said = typed("rotate")
    assert "New keys wait for DNS" in said
    assert said.count(" IN TXT ") == 4
    assert typed("rotate")[0] == 2

    publish()
    assert typed("activate", *server)[0] == 0
    assert "Replaced: keep it" in typed("show")[1]


def test_a_long_record_is_cut_as_zone_files_want_it(typed):
    _, said = typed("add")

    (line,) = [line for line in said.splitlines() if "k=rsa" in line]
    first, second = line.split('"')[1::2]
    assert len(first) == 255
    assert 100 < len(second) < 255


@pytest.mark.parametrize(
    ("way", "more", "said"),
    [
        ("add", {"union": "nobody"}, "there is no union 'nobody'"),
        ("add", {"domain": "ue"}, "A domain is what stands behind the @"),
        ("check", {}, "UE has no domain ue.example"),
        ("show", {}, "UE has no domain ue.example"),
    ],
)
def test_what_cannot_be_done_is_one_line(typed, way, more, said):
    code, answer = typed(way, **more)

    assert code == 2
    assert answer.startswith(said)
    assert answer.count("\n") == 1


@pytest.mark.parametrize("server", ["dns.example", "127.0.0.1:x", "1.2.3"])
def test_a_server_is_an_address(typed, server):
    with pytest.raises(SystemExit):
        typed("check", "--server", server)
