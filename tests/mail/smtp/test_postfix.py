import pytest

from newsletter.mail.smtp import Connection, Envelope, Kind, Relay
from tests import servers
from tests.servers import LeftOut


@pytest.fixture
def keeping_sink(tmp_path):
    """Postfix's sink, and the folder in which it keeps every mail as a file."""
    try:
        with servers.smtp_sink(tmp_path, "-d", "mail.") as url:
            yield Relay.parse(url), tmp_path
    except LeftOut as reason:
        pytest.skip(f"smtp-sink: {reason}")


@pytest.mark.smtp_sink
def test_postfix_gets_every_mail_once_and_whole(keeping_sink):
    relay, folder = keeping_sink
    bodies = [f"Subject: {key}\r\n\r\n{'x' * 70}\r\n".encode() + b"y" * 60 + b"\r\n" for key in range(300)]
    envelopes = [Envelope("b+abc@nasp.example", f"m{key}@ue.example", body, key) for key, body in enumerate(bodies)]

    with Connection(relay) as connection:
        outcomes = list(connection.send_many(envelopes))

    assert [(outcome.key, outcome.kind) for outcome in outcomes] == [(key, Kind.ACCEPTED) for key in range(300)]
    kept = [path.read_bytes().replace(b"\r\n", b"\n") for path in folder.glob("mail.*")]
    assert len(kept) == 300
    assert all(any(body.replace(b"\r\n", b"\n") in file for file in kept) for body in bodies)
