from datetime import UTC, datetime

from newsletter.inbox.store import Store
from newsletter.mail.mould import Mould
from newsletter.mail.smtp import Connection, Envelope, Kind
from tests.mail.dkim.keys import signers, verdicts
from tests.mail.dkim.test_seal import LETTERS
from tests.mail.test_mould import MARIA


def test_a_signed_mail_can_still_be_verified_when_it_has_come_through(server, store_path):
    _, relay = server
    copies = [
        Mould.compile(letter, date=datetime.now(UTC), signers=signers()).cast(MARIA) for letter in LETTERS.values()
    ]
    envelopes = [Envelope("b+abc@nasp.example", "maria@ue.example", copy, key) for key, copy in enumerate(copies)]

    with Connection(relay) as connection:
        assert all(outcome.kind is Kind.ACCEPTED for outcome in connection.send_many(envelopes))

    with Store(store_path) as store:
        arrived = [store.raw(mail.id) for mail in store.every()]
    assert arrived == copies
    assert [verdicts(mail) for mail in arrived] == [[True, True]] * len(copies)
