"""Who is handed over was announced, and who was set aside is kept back by name, whatever happens in which order."""

from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.addressing import Addressee
from newsletter.delivery.pacing.alone import Alone
from newsletter.delivery.pacing.dealing import CALLED_AT_ONCE, Dealing, Over
from newsletter.delivery.pacing.lane import Lane
from newsletter.delivery.pacing.limits import LimitOn, Limits, Rates
from newsletter.delivery.pacing.pacer import Pacer

NOTHING = Limits()


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def people_at(*domains: str) -> list[Addressee]:
    return [Addressee(10 * number, f"p{number}@{domain}", "", "", "") for number, domain in enumerate(domains)]


def dealing_of(people: list[Addressee], clock: Time, limits: Limits = NOTHING) -> Dealing:
    return Dealing(people, Lane(Pacer(Alone(clock), clock, lambda _: None), limits, relay=0, union_id=1))


def drawn(dealing: Dealing) -> Addressee | None:
    try:
        return dealing.next()
    except Over:
        return None


def sent(dealing: Dealing) -> Addressee | None:
    if one := drawn(dealing):
        dealing.lane.pacer.heard(one.subscriber_id)
        dealing.lane.pacer.look_after()
    return one


@given(
    domains=st.lists(st.sampled_from(["gmail.com", "yahoo.ca", "ue.example"]), min_size=1, max_size=60),
    steps=st.lists(
        st.one_of(
            st.just("deal"),
            st.just("deal"),
            st.just("tell"),
            st.just("tell in vain"),
            st.just("put off"),
            st.floats(0.0, 30.0),
        ),
        max_size=200,
    ),
)
def test_whoever_goes_was_announced_and_not_kept_back(domains, steps):
    clock, people = Time(), people_at(*domains)
    limits = Limits(
        {(LimitOn.OPERATOR, "google"): Rates(per_second=2), (LimitOn.OPERATOR, "yahoo"): Rates(per_hour=3)}
    )
    dealing = dealing_of(people, clock, limits)
    reach, kept_back, gone, put_off = 0, frozenset[int](), list[Addressee](), 0

    for step in steps:
        if isinstance(step, float):
            clock.now += step
        elif step == "deal" and (one := drawn(dealing)):
            assert people.index(one) < reach
            assert one.subscriber_id not in kept_back
            gone.append(one)
            dealing.lane.pacer.heard(one.subscriber_id)
        elif step == "put off" and gone:
            dealing.lane.pacer.push_back(dealing.put_off(gone.pop().subscriber_id), pause_s=5)
            put_off += 1
        elif step.startswith("tell"):
            aside, further = frozenset(dealing.call()), min(len(people), dealing.dealt + 7)
            if step == "tell":
                dealing.go_on(further)
                reach, kept_back = further, aside
                gone_ids = {one.subscriber_id for one in gone}
                not_gone = {one.subscriber_id for one in people[: dealing.dealt]} - gone_ids
                assert kept_back <= not_gone
                assert len(not_gone - kept_back) <= 3 * CALLED_AT_ONCE

    assert len({one.subscriber_id for one in gone}) == len(gone)


def test_while_an_operator_takes_nothing_nobody_of_its_people_is_called():
    clock, people = Time(), people_at("gmail.com", "gmail.com", "ue.example", "gmail.com")
    dealing = dealing_of(people, clock)
    dealing.call()
    dealing.go_on(4)
    first = dealing.next()
    assert first

    dealing.lane.pacer.push_back(dealing.put_off(first.subscriber_id), pause_s=600)
    assert dealing.next() == people[2]
    assert drawn(dealing) is None

    assert dealing.call() == [0, 10, 30]
    clock.now += 600
    assert dealing.call() == []
    dealing.go_on(4)
    assert dealing.next() == people[0]


def test_a_call_that_could_not_be_written_down_counts_for_nothing():
    clock, people = Time(), people_at("gmail.com", "gmail.com")
    dealing = dealing_of(people, clock, Limits({(LimitOn.OPERATOR, "google"): Rates(per_second=1)}))
    dealing.call()
    dealing.go_on(2)
    sent(dealing)
    assert drawn(dealing) is None

    clock.now += 2
    dealing.call()

    assert drawn(dealing) is None
    dealing.call()
    dealing.go_on(2)
    assert dealing.next() == people[1]


def test_who_goes_by_another_relay_passes_its_gates():
    clock, people = Time(), people_at("ue.example", "ue.example", "ue.example")
    dealing = dealing_of(people, clock, Limits({(LimitOn.RELAY, "7"): Rates(per_second=1)}))
    dealing.call()
    dealing.go_on(3)
    assert [dealing.next(), dealing.next()] == people[:2]

    dealing.go_by(7, [10])

    assert sent(dealing) == people[1]
    assert dealing.next() is None
    clock.now += 1
    assert sent(dealing) == people[2]
