from datetime import UTC, date, datetime

import pytest

from newsletter.audiences import BadRule
from newsletter.audiences.rule import AllOf, AnyOf, InSegment, Joined, Reads
from newsletter.audiences.settling import MOST_RULES, Ground, settled
from newsletter.audiences.when import Days, InLastDays, Today

MAY_DAY = Today(date(2026, 5, 1), "America/Toronto")
FRENCH = Reads(("fr",))


def on(**rules):
    return Ground(MAY_DAY, {int(name[1:]): rule for name, rule in rules.items()}.get)


def test_the_last_days_are_counted_where_the_union_is():
    assert Today.at(datetime(2026, 5, 2, 3, tzinfo=UTC), "America/Toronto") == MAY_DAY

    days = settled(Joined(InLastDays(30)), on())

    assert days == Joined(Days(date(2026, 4, 1), date(2026, 5, 1), "America/Toronto"))
    assert isinstance(days, Joined)
    assert isinstance(days.when, Days)
    assert days.when.since == datetime(2026, 4, 1, 4, tzinfo=UTC)
    assert days.when.until == datetime(2026, 5, 2, 4, tzinfo=UTC)


def test_the_first_and_the_last_day_of_all_can_be_asked_for():
    days = Days(date.min, date.max, "America/Toronto")

    assert days.since == datetime(1, 1, 1, tzinfo=UTC)
    assert days.until is None


def test_a_segment_is_put_in_and_what_it_uses():
    assert settled(AllOf((InSegment(1),)), on(s1=AnyOf((InSegment(2),)), s2=FRENCH)) == AllOf((AnyOf((FRENCH,)),))


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({}, r"only\[0\]: a segment that is not there"),
        ({"s1": InSegment(1)}, r"only\[0\].segment: a segment that uses itself"),
        ({"s1": AnyOf((InSegment(2),)), "s2": InSegment(1)}, "uses itself"),
    ],
)
def test_what_cannot_be_put_in_says_where(rules, problem):
    with pytest.raises(BadRule, match=problem):
        settled(AllOf((InSegment(1),)), on(**rules), "only")


def test_segments_that_multiply_stop_before_the_database_does():
    doubled = {f"s{n}": AllOf((InSegment(n + 1), InSegment(n + 1))) for n in range(1, 15)}

    with pytest.raises(BadRule, match=f"more than {MOST_RULES}"):
        settled(InSegment(1), on(**doubled, s15=FRENCH))


def test_a_chain_of_segments_has_an_end():
    chain = {f"s{n}": InSegment(n + 1) for n in range(1, 80)}

    with pytest.raises(BadRule, match="nested deeper"):
        settled(InSegment(1), on(**chain, s80=FRENCH))
