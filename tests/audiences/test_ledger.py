"""The ledger is named in `audiences`, not imported: its names are held to the table here."""

from newsletter.audiences import ledger
from newsletter.campaigns.models import Campaign
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Message


def test_what_a_rule_asks_the_ledger_for_is_there():
    for named, model in ((ledger.message, Message), (ledger.campaign, Campaign)):
        assert named.name == model.__tablename__
        assert set(named.columns.keys()) <= set(model.__table__.columns.keys())
    assert ledger.SENT == MessageState.SENT
