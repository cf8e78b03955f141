from hypothesis import given
from hypothesis import strategies as st

from newsletter.audiences import Reason
from newsletter.delivery.fates import MessageState
from newsletter.delivery.queries import Line
from newsletter.reports.outcome import Left, Outcome, outcome, shares_of
from newsletter.reports.tally import Tally

lines = st.lists(
    st.builds(
        Line,
        st.integers(1, 3),
        st.sampled_from(["en", "fr"]),
        st.sampled_from(MessageState),
        st.none(),
        st.integers(0, 5),
    )
)


@given(lines)
def test_no_message_is_lost_or_counted_twice_on_the_way_to_the_report(found):
    total = sum((share.tally for share in shares_of(found)), Tally())

    assert total.audience == sum(line.count for line in found)
    assert total.through + total.under_way == total.audience


@given(lines)
def test_every_union_and_language_has_one_share(found):
    keys = [(share.union_id, share.language) for share in shares_of(found)]

    assert len(keys) == len(set(keys))


@given(lines)
def test_by_union_and_by_language_it_is_the_same_whole(found):
    seen = Outcome(shares_of(found), [], counted=0)

    for tallies in (seen.by_union, seen.by_language):
        assert sum(tallies.values(), Tally()) == seen.total


def test_the_fates_add_up_to_the_audience(session, ledger):
    ledger.write(ledger.ue, MessageState.SENT)
    ledger.write(ledger.ue, MessageState.SUPPRESSED, reason=Reason.LEFT_LIST)
    ledger.write(ledger.unifor, MessageState.HELD, language="fr", reason=Reason.UNAPPROVED)

    found = outcome(session, campaign_id=ledger.campaign.id, union_ids=None)

    assert found.adds_up
    assert found.total == Tally(sent=1, suppressed=1, held=1)
    assert Left(ledger.unifor.id, Reason.UNAPPROVED, 1) in found.left_out


def test_a_union_sees_its_own_share_and_no_other(session, ledger):
    ledger.write(ledger.ue, MessageState.SENT)
    ledger.write(ledger.unifor, MessageState.FAILED)

    found = outcome(session, campaign_id=ledger.campaign.id, union_ids=[ledger.ue.id])

    assert found.by_union.keys() == {ledger.ue.id}
    assert found.total == Tally(sent=1)
    assert found.adds_up


def test_who_is_left_out_does_not_count_among_those_to_be_mailed():
    tally = Tally(sent=3, failed=1, suppressed=10, held=5, under_way=2)

    assert (tally.to_be_mailed, tally.tried) == (6, 4)
