"""Several campaigns share the workers fairly, by union."""

from hypothesis import given
from hypothesis import strategies as st

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.services.turns import Standing, neediest, take_turn
from tests.clock import NOON
from tests.delivery.conftest import furnished
from tests.factories import make_campaign, make_list, make_person, say_yes
from tests.together import at_once

standings = st.lists(
    st.builds(
        Standing,
        st.integers(1, 9),
        st.integers(1, 3),
        st.one_of(st.none(), st.integers(1, 9)),
        st.integers(0, 3),
        st.one_of(st.none(), st.just(NOON)),
    ),
    unique_by=lambda one: one.campaign_id,
)


def own_campaign(place, union, people):
    """A union's own, to its own list."""
    topic = make_list(place.session, union, slug=f"news-of-{union.slug}")
    campaign = make_campaign(place.session, union, topic, state=State.WAITING)
    for _ in range(people):
        make_person(place.session, union, lists=[topic])
    say_yes(place.session, campaign, union)
    return campaign


def two_campaigns(place, people=10):
    """The first is in the queue with all its batches before the second has its first."""
    place.office.batch_size = 1
    both = own_campaign(place, place.ue, people), own_campaign(place, place.unifor, people)
    for one in both:
        place.office.start(one.id)
    return both


def do_all(office):
    """Each a second after the other."""
    for job in office.letterbox.emptied():
        office.do(job)
        office.clock.wait(seconds=1)


def test_two_campaigns_of_two_unions_end_about_evenly(place):
    two_campaigns(place)

    do_all(place.office)

    senders = [b"ue.example" in one.body for one in place.office.relay.taken]
    assert len(senders) == 20
    for turns in range(1, 21):
        assert abs(2 * sum(senders[:turns]) - turns) <= 1


def test_who_has_fewer_workers_comes_first(place):
    first, second = two_campaigns(place, 3)
    jobs = place.office.letterbox.emptied()

    with place.office.sessions() as session:
        taken = [take_turn(session, **job.numbers, now=NOON) for job in jobs[:4]]

    assert [one.campaign_id for one in taken if one] == [first.id, second.id, first.id, second.id]


def test_the_batch_of_a_campaign_that_is_alone_is_the_one_named(place):
    place.office.batch_size = 1
    place.started(4)
    *_, job = place.office.letterbox.emptied()

    with place.office.sessions() as session:
        taken = take_turn(session, **job.numbers, now=NOON)

    assert taken
    assert taken.number == job.numbers["number"]


def test_no_worker_goes_without_a_batch_while_one_waits(place):
    first, second = two_campaigns(place, 3)

    do_all(place.office)

    assert place.states(first) == place.states(second) == {"sent": 3}
    assert place.state(first) is place.state(second) is State.DONE


def test_a_pause_of_one_gives_all_turns_to_the_other(place):
    first, second = two_campaigns(place, 3)
    place.steer(second, State.PAUSED)

    place.office.empty_letterbox()

    assert place.states(first) == {"sent": 3}
    assert place.states(second) == {"queued": 3}


def test_workers_at_the_same_moment_take_different_batches(office):
    with office.sessions() as session:
        place = furnished(office, session)
        numbers = [own_campaign(place, union, 4).id for union in (place.ue, place.unifor)]
    office.batch_size = 1
    for number in numbers:
        office.start(number)
    jobs = office.letterbox.emptied()

    at_once(*[lambda job=job: office.do(job) for job in jobs])
    office.sweep()
    office.empty_letterbox()

    assert len(office.relay.taken) == len(set(office.relay.recipients)) == 8


@given(standings)
def test_nobody_is_passed_over_who_has_fewer_workers(campaigns):
    chosen = neediest(campaigns, named=1)

    waiting = [one for one in campaigns if one.next_number is not None]
    assert (chosen is None) == (not waiting)
    for other in waiting:
        assert chosen
        assert at_work(campaigns, chosen.union_id) <= at_work(campaigns, other.union_id)


@given(standings, st.integers(1, 9))
def test_among_campaigns_of_one_union_the_one_named_is_taken(campaigns, named):
    chosen = neediest(campaigns, named=named)

    mine = next((one for one in campaigns if one.campaign_id == named), None)
    if chosen and mine and mine.next_number is not None and mine.union_id == chosen.union_id:
        assert chosen is mine


def at_work(campaigns, union_id):
    return sum(one.at_work for one in campaigns if one.union_id == union_id)
