from hypothesis import given
from hypothesis import strategies as st

from newsletter.campaigns.models import Variant
from newsletter.campaigns.side_by_side import (
    Condition,
    beside,
    blocks_of,
    is_outdated,
    ordered_like,
    with_copies,
)

blocks = st.lists(
    st.builds(
        lambda number, revision, kind: {"kind": kind, "id": number, "revision": revision},
        st.integers(1, 9),
        st.integers(0, 5),
        st.sampled_from(["text", "divider"]),
    ),
    unique_by=lambda block: block["id"],
)


def ids(some):
    return [block["id"] for block in some]


def variant(language, words, *, revision=1, subject_revision=1):
    return Variant(language=language, blocks=words, revision=revision, subject_revision=subject_revision)


@given(blocks, blocks)
def test_no_block_of_either_language_gets_lost_or_doubled(source, translation):
    pairs = beside(source, translation)

    assert ids(pair.source for pair in pairs if pair.source) == ids(source)
    assert sorted(ids(pair.translation for pair in pairs if pair.translation)) == sorted(ids(translation))


@given(blocks, blocks)
def test_putting_a_translation_in_order_only_puts_it_in_order(source, translation):
    ordered = ordered_like(source, translation)

    assert sorted(ids(ordered)) == sorted(ids(translation))
    assert ordered_like(source, ordered) == ordered


@given(blocks, blocks)
def test_with_copies_nothing_is_missing_and_no_translated_word_is_touched(source, translation):
    filled = with_copies(source, translation)

    assert Condition.MISSING not in {pair.condition for pair in beside(source, filled)}
    assert all(block in filled for block in translation)


def test_a_copy_is_marked_until_it_is_translated_unless_it_has_no_words():
    source = [{"kind": "text", "id": 1, "revision": 3}, {"kind": "divider", "id": 2, "revision": 3}]

    pairs = beside(source, with_copies(source, []))

    assert [pair.condition for pair in pairs] == [Condition.UNTRANSLATED, Condition.CURRENT]


def test_a_block_whose_source_was_written_again_is_outdated():
    source, translation = [{"id": 1, "revision": 5}], [{"id": 1, "revision": 4}]

    assert [pair.condition for pair in beside(source, translation)] == [Condition.OUTDATED]


def test_an_extra_block_stays_behind_the_one_it_follows():
    source = [{"id": 1, "revision": 1}, {"id": 2, "revision": 1}]
    translation = [{"id": 1, "revision": 1}, {"id": 7, "revision": 1}, {"id": 2, "revision": 1}]

    assert [pair.block_id for pair in beside(source, translation)] == [1, 7, 2]


def test_blocks_that_were_stored_bare_belong_together_by_their_place():
    source = variant("en", [{"kind": "text"}, {"kind": "divider"}])
    translation = variant("fr", [{"kind": "text"}])

    pairs = beside(blocks_of(source), blocks_of(translation))

    assert [pair.condition for pair in pairs] == [Condition.CURRENT, Condition.MISSING]


def test_a_translation_is_outdated_by_a_new_subject_alone():
    assert is_outdated(variant("en", [], subject_revision=2), variant("fr", [], subject_revision=1))
    assert not is_outdated(variant("en", [], subject_revision=1), variant("fr", [], subject_revision=2))
