"""What an outcome means for its message."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsletter.campaigns.models import InDoubt
from newsletter.delivery.fates import Happening
from newsletter.delivery.meanings import OURS
from newsletter.delivery.retrying import LIFE, MOST_DOUBTS
from newsletter.delivery.verdicts import Tried, meaning_of, verdict
from newsletter.mail.smtp import Kind, Outcome, Step
from tests.clock import NOON

NEW = Tried(0, 0, "rosa@members.example", None)
troubles = st.builds(
    Outcome,
    st.just(1),
    st.sampled_from([Kind.DEFERRED, Kind.REFUSED, Kind.IN_DOUBT]),
    st.sampled_from([0, 421, 451, 535, 550, 554]),
    st.sampled_from(["", "5.7.1 no", "4.2.2 full", "5.1.1 unknown", "5.3.4 too big"]),
    st.sampled_from(Step),
)
histories = st.builds(Tried, st.integers(0, 30), st.integers(0, 9), st.just("rosa@members.example"), st.just(NOON))


def judged(outcome, tried=NEW, *, in_doubt=InDoubt.AGAIN, left=LIFE):
    return verdict(outcome, tried, in_doubt=in_doubt, spread=0.5, now=NOON, until=NOON + left)


@given(troubles, histories, st.sampled_from(InDoubt), st.timedeltas(timedelta(0), LIFE))
def test_every_trouble_has_one_verdict(outcome, tried, in_doubt, left):
    found = judged(outcome, tried, in_doubt=in_doubt, left=left)

    assert (found.happening is Happening.TRY_LATER) == (found.again_at is not None)
    assert not (found.expired and found.again_at)
    if tried.doubts and not found.again_at:
        assert found.happening is Happening.DOUBT
    if outcome.kind is Kind.REFUSED and meaning_of(outcome) in OURS:
        assert found.again_at or found.expired


def test_what_is_ours_to_put_right_is_put_off():
    assert judged(Outcome(1, Kind.REFUSED, 550, "5.7.26 unauthenticated")).happening is Happening.TRY_LATER
    assert judged(Outcome(1, Kind.REFUSED, 550, "no", Step.MAIL)).happening is Happening.TRY_LATER


def test_what_is_about_the_person_has_failed():
    assert judged(Outcome(1, Kind.REFUSED, 550, "5.1.1 no such user")).happening is Happening.REFUSED
    assert not judged(Outcome(1, Kind.REFUSED, 550, "5.1.1 no such user")).expired


def test_what_is_in_doubt_goes_again_or_is_left_as_the_campaign_says():
    silence = Outcome(1, Kind.IN_DOUBT, 0, "the relay closed the connection")

    again, left = judged(silence), judged(silence, in_doubt=InDoubt.LEAVE)

    assert (again.happening, again.doubts) == (Happening.TRY_LATER, 1)
    assert (left.happening, left.doubts, left.expired) == (Happening.DOUBT, 0, False)


def test_a_mail_is_not_sent_in_doubt_for_ever():
    silence = Outcome(1, Kind.IN_DOUBT)

    assert judged(silence, Tried(4, MOST_DOUBTS, "", NOON)).happening is Happening.DOUBT


def test_without_time_for_another_try_it_expires():
    found = judged(Outcome(1, Kind.DEFERRED, 452, "4.2.2 full"), left=timedelta(minutes=10))

    assert (found.happening, found.expired) == (Happening.REFUSED, True)
