from sqlalchemy import select

from newsletter.audiences import Reason
from newsletter.delivery import queries
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import Batch
from newsletter.delivery.queries import Line
from newsletter.subscribers.models import SuppressionReason
from tests.factories import make_person
from tests.fakes import Act


def everything_happened(place):
    people = [make_person(place.session, place.ue, lists=[place.topic]) for _ in range(6)]
    make_person(place.session, place.unifor, lists=[place.topic], language="fr")
    place.bar(people[0], SuppressionReason.BOUNCED)
    campaign = place.started()
    place.office.relay.will(Act.REFUSE, Act.PUT_OFF)
    place.office.empty_letterbox()
    return campaign


def test_the_ledger_in_sums(place):
    campaign = everything_happened(place)

    assert queries.lines(place.session, campaign_id=campaign.id) == [
        Line(place.ue.id, "en", MessageState.DEFERRED, None, 1),
        Line(place.ue.id, "en", MessageState.FAILED, None, 1),
        Line(place.ue.id, "en", MessageState.SENT, None, 3),
        Line(place.ue.id, "en", MessageState.SUPPRESSED, Reason.BOUNCED, 1),
        Line(place.unifor.id, "fr", MessageState.HELD, Reason.UNAPPROVED, 1),
    ]


def test_the_sums_add_up(place):
    fates = place.fates(everything_happened(place))

    assert fates.adds_up
    assert (fates.audience, fates.sent, fates.failed, fates.suppressed, fates.held, fates.under_way) == (
        7,
        3,
        1,
        1,
        1,
        1,
    )


def test_a_lost_message_would_show():
    assert not queries.Fates(audience=3, sent=2, failed=0, suppressed=0, held=0, uncertain=0, under_way=0).adds_up


def test_staff_of_a_union_see_their_own_share(place):
    campaign = everything_happened(place)

    own = queries.fates(place.session, campaign_id=campaign.id, union_ids=[place.unifor.id])
    nobodys = queries.fates(place.session, campaign_id=campaign.id, union_ids=[])

    assert (own.audience, own.held, own.sent) == (1, 1, 0)
    assert own.adds_up
    assert nobodys.audience == 0
    assert {
        one.union_id for one in queries.lines(place.session, campaign_id=campaign.id, union_ids=[place.ue.id])
    } == {place.ue.id}


def test_another_campaigns_messages_are_not_counted(place):
    first, second = place.started(2), place.started(1)

    assert place.fates(first).audience == 2
    assert place.fates(second).audience == 3


def test_a_problem_is_told_to_the_union_it_concerns_and_names_nobody(place):
    make_person(place.session, place.unifor, lists=[place.topic], language="fr")
    campaign = place.started(1)
    batch = place.session.scalars(select(Batch).filter_by(via_union_id=place.ue.id)).one()
    batch.problem = "at rcpt: the relay answered 421 4.3.2 <rosa@ue.example> later"

    def told(*unions):
        return queries.problems(place.session, campaign_id=campaign.id, union_ids=unions)

    assert told(place.ue.id) == [("at rcpt: the relay answered 421 4.3.2 <…> later", 1)]
    assert told(place.unifor.id) == []
