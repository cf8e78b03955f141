import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from newsletter.mail.dkim import Algorithm, BadKey, SigningKey, make_key, public_record
from tests.mail.dkim.keys import private


def der(key):
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    ("algorithm", "kind", "longest"), [(Algorithm.RSA, "rsa", 420), (Algorithm.ED25519, "ed25519", 80)]
)
def test_dns_is_told_the_public_half_only(algorithm, kind, longest):
    record = public_record(private(algorithm))

    assert record.startswith(f"v=DKIM1; k={kind}; p=")
    assert len(record) <= longest


@pytest.mark.parametrize("algorithm", Algorithm)
def test_every_key_is_another(algorithm):
    assert public_record(make_key(algorithm)) != public_record(private(algorithm))


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_kept_key_knows_what_it_is(algorithm):
    assert SigningKey.load(private(algorithm), domain="ue.example", selector="a").algorithm is algorithm


@pytest.mark.parametrize(
    "unfit",
    [b"", b"garbage", der(rsa.generate_private_key(65537, 1024)), der(ec.generate_private_key(ec.SECP256R1()))],
    ids=["nothing", "garbage", "short", "other"],
)
def test_what_no_receiver_would_trust_is_refused(unfit):
    with pytest.raises(BadKey):
        SigningKey.load(unfit, domain="ue.example", selector="a")


@pytest.mark.parametrize(
    ("domain", "selector"), [("ue.example; l=0", "a"), ("ue.example", "a\r\nb"), ("", "a"), ("ü.example", "a")]
)
def test_names_cannot_break_out_of_the_header(domain, selector):
    with pytest.raises(BadKey):
        SigningKey.load(private(Algorithm.ED25519), domain=domain, selector=selector)
