import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.domains.records import Finding, dmarc_hosts, dmarc_record, key_record, spf_record

OURS = "v=DKIM1; k=rsa; p=MIIBIjANBgkq+/A="
texts = st.lists(st.text() | st.text("vkp=;:1DKIMspfallDMARC -~+ ", max_size=60), max_size=3)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ([OURS], Finding.RIGHT),
        (["k=rsa;p=MIIBIjANBgkq+/A="], Finding.RIGHT),
        (["p=MIIBIjANBgkq+/A="], Finding.RIGHT),
        (["v=DKIM1; k=rsa; h=sha1:sha256; s=email; t=s; n=hello; p=MIIBIjAN Bgkq+/A=;"], Finding.RIGHT),
        (["v=DKIM1; k=rsa; p=MIIBIjANBgkq"], Finding.OTHER),
        (["v=DKIM1; k=rsa; p="], Finding.OTHER),
        (["v=DKIM1; k=ed25519; p=MIIBIjANBgkq+/A="], Finding.OTHER),
        (["v=DKIM2; k=rsa; p=MIIBIjANBgkq+/A="], Finding.OTHER),
        (["v=DKIM1; h=sha1; k=rsa; p=MIIBIjANBgkq+/A="], Finding.OTHER),
        (["v=DKIM1; s=tlsrpt; k=rsa; p=MIIBIjANBgkq+/A="], Finding.OTHER),
        ([f'"{OURS}"'], Finding.OTHER),
        (["v=spf1 -all"], Finding.OTHER),
        ([], Finding.MISSING),
        ([OURS, OURS], Finding.SEVERAL),
    ],
)
def test_a_key_is_there_when_receivers_would_take_it(shown, found):
    assert key_record(shown, OURS) is found


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (["v=spf1 include:relay.example ~all"], Finding.RIGHT),
        (["google-site-verification=1", "V=SPF1 mx -ALL"], Finding.RIGHT),
        (["v=spf1 redirect=_spf.example"], Finding.RIGHT),
        (["v=spf1 mx"], Finding.LAX),
        (["v=spf1 +all"], Finding.LAX),
        (["v=spf1 ?all"], Finding.LAX),
        (["v=spf10 -all"], Finding.MISSING),
        ([], Finding.MISSING),
        (["v=spf1 -all", "v=spf1 mx -all"], Finding.SEVERAL),
    ],
)
def test_spf_says_who_may_send(shown, found):
    assert spf_record(shown) is found


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (["v=DMARC1; p=reject; rua=mailto:d@ue.example"], Finding.RIGHT),
        (["v=DMARC1;p=Quarantine"], Finding.RIGHT),
        (["v=DMARC1; p=none"], Finding.LAX),
        (["v=DMARC1"], Finding.LAX),
        (["v=spf1 -all"], Finding.MISSING),
        ([], Finding.MISSING),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], Finding.SEVERAL),
    ],
)
def test_dmarc_says_what_to_do_with_mail_of_others(shown, found):
    assert dmarc_record(shown) is found


@pytest.mark.parametrize(
    ("domain", "hosts"),
    [
        ("ue.example", ["_dmarc.ue.example"]),
        ("news.ue.example", ["_dmarc.news.ue.example", "_dmarc.ue.example"]),
        ("a.b.ue.example", ["_dmarc.a.b.ue.example", "_dmarc.b.ue.example", "_dmarc.ue.example"]),
    ],
)
def test_dmarc_is_looked_for_towards_the_root(domain, hosts):
    assert dmarc_hosts(domain) == hosts


@given(st.integers(2, 40))
def test_the_walk_is_short_however_long_the_name(labels):
    hosts = dmarc_hosts(".".join(["x"] * labels))

    assert len(hosts) <= 8
    assert hosts[0].count("x") == labels


@given(texts)
def test_whatever_stands_in_dns_there_is_an_answer(shown):
    assert key_record(shown, OURS) in Finding
    assert spf_record(shown) in Finding
    assert dmarc_record(shown) in Finding
