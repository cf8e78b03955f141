import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message
from newsletter.reports.replies import Meaning, meaning, replies


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("550 5.1.1 The email account that you tried to reach does not exist", Meaning.NO_SUCH_ADDRESS),
        ("550 No such user here", Meaning.NO_SUCH_ADDRESS),
        ("550 5.2.1 The mailbox is disabled", Meaning.MAILBOX_CLOSED),
        ("452 4.2.2 Over quota", Meaning.MAILBOX_FULL),
        ("552 5.2.2 Over quota", Meaning.MAILBOX_FULL),
        ("421 4.7.28 Unusual rate of mail", Meaning.SLOW_DOWN),
        ("550 5.7.515 Access denied", Meaning.NOT_TRUSTED),
        ("552 5.3.4 Message too big", Meaning.TOO_BIG),
        ("451 Please try again", Meaning.LATER),
        ("554 No", Meaning.REFUSED),
        ("connection lost", Meaning.NO_ANSWER),
    ],
)
def test_a_reply_is_read_by_its_codes(reply, meant):
    assert meaning(reply) is meant


@given(st.text())
def test_every_reply_means_something(reply):
    assert meaning(reply) in Meaning


def test_the_same_answer_in_many_spellings_is_one_line(session, ledger):
    for number in range(3):
        ledger.write(ledger.ue, MessageState.FAILED, reply=f"550 5.1.1 no user{number} (id {number}abc)")
    ledger.write(ledger.ue, MessageState.DEFERRED, reply="421 4.7.0 slower")
    ledger.write(ledger.unifor, MessageState.FAILED, reply="550 5.1.1 nobody")

    found = replies(session, campaign_id=ledger.campaign.id, union_ids=[ledger.ue.id])

    assert [(said.meaning, said.count) for said in found] == [(Meaning.NO_SUCH_ADDRESS, 3), (Meaning.SLOW_DOWN, 1)]


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 <{address}>: Recipient address rejected: User unknown",
        "550 5.1.1 {address}... User unknown",
        "550 5.1.1 {local}... User unknown",
        "550 5.1.1 RCPT TO:<{capitals}> unknown",
        "550 5.1.1 no mailbox '{local}' here",
        "550 5.1.1 to='{address}' o'{address} unknown",
    ],
)
@pytest.mark.parametrize("everybody", [True, False])
def test_an_example_names_nobody(session, ledger, reply, everybody):
    person = ledger.write(ledger.unifor, MessageState.FAILED)
    local = person.email.partition("@")[0]
    session.get_one(Message, (ledger.campaign.id, person.id)).reply = reply.format(
        address=person.email, local=local, capitals=person.email.upper()
    )

    (said,) = replies(session, campaign_id=ledger.campaign.id, union_ids=None if everybody else [ledger.unifor.id])

    assert said.meaning is Meaning.NO_SUCH_ADDRESS
    assert local not in said.example.lower()
    assert person.email.partition("@")[2] not in said.example.lower()
    assert said.example.startswith("550 5.1.1 ")
