from itertools import product

import pytest

from newsletter.delivery.fates import FATES, UNDER_WAY, Happening, MessageState, after

PAIRS = list(product(MessageState, Happening))

TABLE = """
            accepted  try_later   refused     doubt       left        withhold    release
queued      sent      deferred    failed      uncertain   suppressed  held        queued
deferred    sent      deferred    failed      uncertain   suppressed  held        queued
sent        sent      sent        sent        sent        sent        sent        sent
failed      sent      failed      failed      failed      failed      failed      failed
suppressed  sent      suppressed  suppressed  suppressed  suppressed  suppressed  suppressed
held        sent      held        held        held        held        held        queued
uncertain   sent      uncertain   uncertain   uncertain   uncertain   uncertain   uncertain
"""
HAPPENINGS, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {(row[0], happening): fate for row in ROWS for happening, fate in zip(HAPPENINGS, row[1:], strict=True)}
FINAL = (MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED, MessageState.UNCERTAIN)
OTHERS = [happening for happening in Happening if happening is not Happening.ACCEPTED]
BAD_NEWS = (Happening.TRY_LATER, Happening.REFUSED, Happening.DOUBT)


@pytest.mark.parametrize(("state", "happening"), PAIRS)
def test_every_state_has_an_answer_to_every_happening(state, happening):
    assert after(state, happening) == EXPECTED[state, happening]


def test_there_is_no_row_too_many():
    assert len(EXPECTED) == len(PAIRS)


def test_every_state_is_a_fate_or_under_way_and_never_both():
    assert sorted([*FATES, *UNDER_WAY]) == sorted(MessageState)


@pytest.mark.parametrize("state", MessageState)
def test_what_the_relay_took_is_sent_whoever_says_so_and_however_late(state):
    assert after(state, Happening.ACCEPTED) is MessageState.SENT


@pytest.mark.parametrize(("state", "happening"), list(product(FINAL, OTHERS)))
def test_nothing_else_changes_a_final_state(state, happening):
    assert after(state, happening) is state


@pytest.mark.parametrize("happening", OTHERS)
def test_what_is_held_is_only_released_on_purpose(happening):
    released = after(MessageState.HELD, happening) is not MessageState.HELD

    assert released == (happening is Happening.RELEASE)


@pytest.mark.parametrize(("state", "news"), list(product(FATES, BAD_NEWS)))
def test_bad_news_comes_too_late_for_a_fate(state, news):
    assert after(state, news) is state


@pytest.mark.parametrize("state", UNDER_WAY)
def test_who_leaves_in_time_is_suppressed(state):
    assert after(state, Happening.LEFT) is MessageState.SUPPRESSED


@pytest.mark.parametrize("state", UNDER_WAY)
def test_from_everywhere_under_way_every_way_ends_in_a_fate(state):
    reached, waiting = set(), {state}
    while waiting:
        reached |= waiting
        waiting = {after(one, happening) for one in waiting for happening in Happening} - reached

    assert reached >= {MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED, MessageState.UNCERTAIN}
