"""What a seed decides."""

from random import Random

import pytest

from newsletter.bench.chaos.faults import USUAL, Fault, draw
from newsletter.bench.moods import Deed, Mood, Step, deed, keeps


def test_the_same_seed_draws_the_same_strikes_and_another_others():
    first, again, other = (draw(Random(seed), USUAL, times=None) for seed in (7, 7, 8))

    assert first == again != other
    assert [one.at for one in first] == sorted(one.at for one in first)


def test_over_many_seeds_everything_happens():
    drawn = [one for seed in range(300) for one in draw(Random(seed), USUAL, times=None)]

    assert {one.fault for one in drawn} == set(USUAL) == set(Fault) - {Fault.STOP}
    assert {one.mood for one in drawn} == set(Mood) - {Mood.WELL}
    assert {(one.host, one.loses_all) for one in drawn} == {(0, True), (0, False), (1, True), (1, False)}
    assert len({str(one) for one in drawn}) > 100


def test_so_many_strikes_as_were_asked_for():
    assert len(draw(Random(1), (Fault.STOP,), times=20)) == 20


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("step", Step)
def test_every_mood_has_a_deed_for_every_step(mood, step):
    deeds = {deed(mood, step, Random(seed)) for seed in range(200)}

    assert deeds <= set(Deed)
    assert mood is not Mood.WELL or deeds == {Deed.ANSWER}


@pytest.mark.parametrize(
    ("what", "kept"), [(Deed.ANSWER, {True}), (Deed.GOODBYE, {False}), (Deed.CLOSE, {True, False})]
)
def test_what_a_relay_says_binds_it_and_what_it_does_not_say_leaves_a_doubt(what, kept):
    assert {keeps(what, Random(seed)) for seed in range(50)} == kept
