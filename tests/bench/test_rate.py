"""Mails per second, however the seconds are cut."""

from newsletter.bench.rate import measure


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
