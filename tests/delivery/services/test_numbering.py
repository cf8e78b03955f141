"""Batches are full but for the last of each share, and nobody's share is mixed with another's."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.services.numbering import NO_BATCH, Dealing, Share

shares = st.builds(
    Share, st.sampled_from([1, 2]), st.sampled_from(["en", "fr"]), st.sampled_from([None, "unapproved"])
)


@given(st.lists(shares, max_size=40), st.integers(1, 5))
def test_each_batch_is_of_one_share_and_full_but_for_the_last(people, batch_size):
    dealing = Dealing(batch_size)

    numbers = [dealing(*share) for share in people]

    assert NO_BATCH not in numbers
    assert all(dealing.opened()[number] == share for number, share in zip(numbers, people, strict=True))
    sizes: dict[object, list[int]] = {share: [] for share in people}
    for number, size in sorted(Counter(numbers).items()):
        sizes[dealing.opened()[number]].append(size)
    for share, count in Counter(people).items():
        assert sizes[share] == [batch_size] * (count // batch_size) + [count % batch_size] * (count % batch_size > 0)
