from ssl import CERT_REQUIRED, PROTOCOL_TLS_SERVER, SSLContext

import pytest

from tests.certificates import make_identity, make_locked_key
from tests.mail.smtp.scripted_relay import ScriptedRelay


@pytest.fixture
def scripted():
    """Starts relays that follow a script, and ends them."""
    relays = []

    def start(script=None, **options):
        relays.append(ScriptedRelay(script or {}, **options))
        return relays[-1]

    yield start
    for relay in relays:
        relay.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for localhost that only who is told to trusts."""
    identity = make_identity()
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_text(identity.key + identity.certificate)
    return path


@pytest.fixture
def server_tls(certificate):
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def asking_tls(server_tls, certificate):
    """Wants a certificate of ours, and knows one issuer: itself."""
    server_tls.verify_mode = CERT_REQUIRED
    server_tls.load_verify_locations(certificate)
    return server_tls


@pytest.fixture
def locked_key():
    return make_locked_key()
