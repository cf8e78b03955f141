from hypothesis import given
from hypothesis import strategies as st

from newsletter.audiences.discretion import FEWEST, NOBODY, Headcount, headcount

cells = st.lists(st.integers(0, 3 * FEWEST), max_size=6)
a_few = st.integers(1, FEWEST - 1)


def told(counts):
    return sum((headcount(count, may_see=False) for count in counts), NOBODY)


@given(cells, st.data())
def test_other_small_numbers_would_look_the_same(counts, data):
    others = [data.draw(a_few) if 0 < count < FEWEST else count for count in counts]

    assert [told([count]) for count in counts] == [told([count]) for count in others]
    assert told(counts) == told(others)


@given(cells)
def test_what_is_told_is_true(counts):
    there, said = sum(counts), told(counts)

    assert bool(said) == (there > 0)
    if said.is_exact:
        assert said.known == there
    elif said.fewer_than is not None:
        assert there < said.fewer_than
    else:
        assert there > said.known


@given(cells)
def test_who_may_see_the_people_is_told_how_many(counts):
    assert sum((headcount(count, may_see=True) for count in counts), NOBODY) == Headcount(sum(counts))
