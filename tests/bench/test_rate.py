"""Mails per second, however the seconds are cut."""

from newsletter.bench.rate import RateBench, measure, measure_beside
from newsletter.bench.witness import Taken


def test_an_even_stream_is_the_same_in_every_second():
    found = measure([number / 256 for number in range(5 * 256)], 5)

    assert (found["average"], found["most_in_a_second"]) == (256, 256)
    assert found["each_second"] == [256] * 5


def test_a_burst_over_the_edge_of_a_second_is_seen():
    found = measure([0.0, *[0.9] * 10, *[1.1] * 10], 2)

    assert found["each_second"] == [11, 10]
    assert found["most_in_a_second"] == 20


def test_what_comes_afterwards_does_not_count():
    assert measure([0.0, 0.5, 7.0], 2)["average"] == 1


def test_beside_an_operator_that_defers_the_others_are_counted():
    before = [Taken(f"a@{domain}", "", 0.25 * n) for n in range(40) for domain in ("gmail.com", "member.example")]
    after = [Taken("a@member.example", "", 10 + 0.125 * n) for n in range(81)]

    found = measure_beside([*before, *after], [10.0], RateBench(seconds=10, defers="gmail.com"))

    assert (found["others_before"], found["others_after"], found["mails_deferred"]) == (4, 8.1, 1)
    assert found["others_kept"] > 1
