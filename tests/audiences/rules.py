"""Rules drawn by chance."""

from datetime import timedelta

from hypothesis import strategies as st

from newsletter.audiences.rule import (
    AllOf,
    Answered,
    AnyOf,
    Between,
    HasField,
    HasRole,
    InCountries,
    InLocals,
    InRegions,
    InSegment,
    InUnions,
    Joined,
    NoneOf,
    OnBasis,
    OnLists,
    Reads,
    Rule,
    WasSent,
)
from newsletter.audiences.when import Days, InLastDays, LongerAgo
from newsletter.audiences.written import ANSWERS
from newsletter.subscribers.models import Basis, MemberRole, Standing
from tests.clock import NOON

COUNTRIES = ["US", "CA", "MX"]
LANGUAGES = ["en", "fr", "es"]


def some(of: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(of, max_size=most, unique=True).map(tuple)


spans = st.sampled_from([0, 1, 29, 30, 31, 400])
days = spans.map(lambda ago: NOON.date() - timedelta(ago))
times = st.one_of(
    st.builds(InLastDays, spans),
    st.builds(LongerAgo, spans),
    st.builds(Days, days, st.none() | days),
    st.builds(Days, st.none(), days),
)
ends = st.integers(0, 3).map(float)
tests_of_fields = st.one_of(
    some(st.sampled_from(["day", "night"])),
    st.builds(Between, ends, st.none() | ends),
    st.builds(Between, st.none(), ends),
    st.booleans(),
    times,
)


def rules(numbers: st.SearchStrategy[int], segments: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[Rule]:
    """Rules that name these unions, locals, lists, events and fields, and these segments."""
    leaves = st.one_of(
        st.builds(OnLists, some(numbers)),
        st.builds(OnLists, some(numbers), st.sampled_from(Standing).map(str), st.none() | times),
        st.builds(InLocals, some(numbers)),
        st.builds(InRegions, some(st.sampled_from(["CA-QC", "CA-ON"]))),
        st.builds(Joined, times),
        st.builds(OnBasis, some(st.sampled_from(Basis).map(str)), st.none() | times),
        st.builds(Answered, some(numbers), st.sampled_from(ANSWERS)),
        st.builds(WasSent, some(numbers)),
        st.builds(HasField, numbers, tests_of_fields),
        *((st.builds(InSegment, segments),) if segments is not None else ()),
        st.builds(InUnions, some(numbers), st.booleans()),
        st.builds(InCountries, some(st.sampled_from(COUNTRIES))),
        st.builds(Reads, some(st.sampled_from(LANGUAGES))),
        st.builds(HasRole, some(st.sampled_from(MemberRole).map(str))),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            *(st.builds(branch, st.lists(inner, max_size=3).map(tuple)) for branch in (AllOf, AnyOf, NoneOf))
        ),
        max_leaves=6,
    )
