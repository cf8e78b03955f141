"""Two verifiers that are not ours accept both signatures of every mail we send: RFC 6376, 8463 and 8058."""

import json
import re
from base64 import b64encode
from types import SimpleNamespace

import dkim
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.domains.models import DkimKey
from newsletter.mail.dkim import Algorithm
from tests.clock import NOON


@pytest.fixture(scope="session")
def records(own_engine, mails):
    """What DNS says of the keys, by name."""
    with Session(own_engine) as session:
        return {key.host: key.record for key in session.scalars(select(DkimKey))}


@pytest.fixture(scope="session")
def verdicts(node, mails, records):
    """What mailauth says of each mail."""
    questions = [
        json.dumps({"mail": b64encode(mail.source).decode(), "records": records, "time": NOON.isoformat()})
        for mail in mails.values()
    ]
    return dict(zip(mails, node("signatures.cjs", questions), strict=True))


@pytest.fixture
def at_noon(monkeypatch):
    """dkimpy looks at the time: the mails are of May Day."""
    monkeypatch.setattr(dkim, "time", SimpleNamespace(time=NOON.timestamp))


@pytest.mark.node
def test_mailauth_accepts_both(mail, verdicts):
    domain = f"{mail.sample.union}.example"

    assert [(one["algorithm"], one["result"], one["aligned"]) for one in verdicts[mail.sample]] == [
        (algorithm, "pass", domain) for algorithm in Algorithm
    ]


def test_dkimpy_accepts_both(mail, records, at_noon):
    def answer(name, timeout=5):
        return records[name.decode().removesuffix(".")].encode()

    assert [dkim.DKIM(mail.source).verify(place, dnsfunc=answer) for place in (0, 1)] == [True, True]


def test_one_click_leaving_is_signed(list_mail):
    for signature in list_mail.raw("DKIM-Signature"):
        signed = re.sub(rb"\s", b"", signature).split(b";h=")[1].split(b";")[0].lower().split(b":")

        assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(signed)


def test_no_signature_covers_only_a_beginning(mail):
    assert [signature for signature in mail.raw("DKIM-Signature") if re.search(rb"[;\s]l=", signature)] == []
