from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.reports.replies import Said, replies

FULL = (Meaning.MAILBOX_FULL, "452 4.2.2 Over quota")
GREY = (Meaning.GREYLISTED, "451 4.7.1 Greylisted")


def found(session, ledger, *unions):
    return replies(session, campaign_id=ledger.campaign.id, union_ids=[one.id for one in unions] or None)


def test_the_same_answer_in_many_spellings_is_one_line(session, ledger):
    for number in range(3):
        person = ledger.write(ledger.ue, MessageState.FAILED)
        ledger.say(person, (Meaning.NO_SUCH_ADDRESS, f"550 5.1.1 no such user (id {number}abc)"))
    ledger.say(ledger.write(ledger.ue, MessageState.DEFERRED), FULL)

    assert found(session, ledger) == [
        Said(Meaning.NO_SUCH_ADDRESS, MessageState.FAILED, 3, "550 5.1.1 no such user (id 0abc)"),
        Said(Meaning.MAILBOX_FULL, MessageState.DEFERRED, 1, "452 4.2.2 Over quota"),
    ]


def test_who_was_put_off_many_times_counts_once_for_each_reason(session, ledger):
    ledger.say(ledger.write(ledger.ue, MessageState.DEFERRED), GREY, FULL, FULL, FULL)

    assert [(one.meaning, one.count) for one in found(session, ledger)] == [
        (Meaning.GREYLISTED, 1),
        (Meaning.MAILBOX_FULL, 1),
    ]


def test_one_reads_what_became_of_them_since(session, ledger):
    ledger.say(ledger.write(ledger.ue, MessageState.SENT), FULL)
    ledger.say(ledger.write(ledger.ue, MessageState.SENT), FULL, FULL)
    ledger.say(ledger.write(ledger.ue, MessageState.FAILED), FULL)

    assert [(one.state, one.count) for one in found(session, ledger)] == [
        (MessageState.SENT, 2),
        (MessageState.FAILED, 1),
    ]


def test_a_union_reads_of_its_own_share_only(session, ledger):
    ledger.say(ledger.write(ledger.ue, MessageState.FAILED), FULL)
    ledger.say(ledger.write(ledger.unifor, MessageState.FAILED), GREY)

    assert [one.meaning for one in found(session, ledger, ledger.ue)] == [Meaning.MAILBOX_FULL]
    assert len(found(session, ledger)) == 2
