"""Rules drawn by chance."""

from hypothesis import strategies as st

from newsletter.audiences.rule import AllOf, AnyOf, HasRole, InCountries, InUnions, NoneOf, OnLists, Reads, Rule
from newsletter.subscribers.models import MemberRole

COUNTRIES = ["US", "CA", "MX"]
LANGUAGES = ["en", "fr", "es"]


def some(of: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(of, max_size=most, unique=True).map(tuple)


def rules(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Rule]:
    """Rules that name these unions and lists."""
    leaves = st.one_of(
        st.builds(OnLists, some(numbers)),
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
