"""One mail through a relay, to see whether it takes any."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.mail.smtp import Tls
from newsletter.relays.details import RelayDetails
from newsletter.relays.services import add
from newsletter.settings import load_settings
from newsletter.unions.queries import alliance
from newsletter.vault import Vault
from tests.servers import free_port


@pytest.mark.smtp_sink
def test_a_test_mail_goes_through_the_relay(environment, capsys, smtp_sink):
    environment.setenv("SMTP_URL", smtp_sink)
    main(["db", "upgrade"])
    main(["seed", "nasp", "--without-samples"])

    assert main(["send-test", "somebody@members.example", "--union", "ue"]) == 0

    assert "took the mail to somebody@members.example: 250" in capsys.readouterr().out


@pytest.fixture
def relay(environment, tmp_path):
    """Enters a relay of the alliance, which listens at this port, if anywhere."""

    def enter(port):
        main(["db", "upgrade"])
        main(["seed", "nasp", "--without-samples"])
        settings = load_settings()
        engine = make_engine(settings.database_url)
        with Session(engine) as session, session.begin():
            add(
                session,
                Vault(settings.secret_key),
                union_id=alliance(session).id,
                details=RelayDetails("Post", "127.0.0.1", port, Tls.OFFERED),
                now=datetime.now(UTC),
            )
        engine.dispose()

    return enter


@pytest.mark.smtp_sink
def test_a_test_mail_goes_through_the_relay_one_names(relay, capsys, smtp_sink):
    relay(urlsplit(smtp_sink).port)

    assert main(["send-test", "somebody@members.example", "--union", "ue", "--relay", "Post"]) == 0

    assert "Post took the mail to somebody@members.example: 250" in capsys.readouterr().out


def test_a_relay_that_does_not_take_a_test_mail_is_explained_on_one_line(relay, capsys):
    relay(free_port())

    assert main(["send-test", "somebody@members.example", "--relay", "Post"]) == 2

    said = capsys.readouterr().err
    assert said.startswith("Post did not take the mail. Nothing listens on this port: relays use 587 or 465")
    assert said.count("\n") == 1


def test_a_relay_nobody_entered_is_said_so(relay, capsys):
    relay(25)

    assert main(["send-test", "somebody@members.example", "--relay", "Other"]) == 2

    assert "there is no relay called 'Other'; there are: Post" in capsys.readouterr().err
