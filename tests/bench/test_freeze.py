"""The bench of freezing: who is in its crowd, and that it finds them all again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from newsletter.audiences import Audience, counts
from newsletter.bench import FreezeBench, bench_freeze
from newsletter.bench.crowd import LISTS, UNIONS, announce, gather
from newsletter.campaigns.planning import plan
from newsletter.subscribers.models import Membership, Subscription, Suppression

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("table", "count"), [(Membership, 1100), (Subscription, 1500), (Suppression, 50)], ids=str)
def test_a_tenth_is_in_two_unions_and_one_in_twenty_is_suppressed(session, table, count):
    gather(session, people=1000, now=NOW)

    assert session.scalar(select(func.count()).select_from(table)) == count


def test_everybody_is_in_the_audience_of_all_lists_once(session):
    everybody = gather(session, people=1000, now=NOW)
    campaign = announce(session, everybody, audience=Audience(everybody.list_ids), now=NOW)

    shares = counts(session, plan(session, campaign, now=NOW))

    assert (len(everybody.union_ids), len(everybody.list_ids)) == (UNIONS, LISTS)
    assert sum(share.count for share in shares) == 1000
    assert {share.language for share in shares} == {"en", "fr", "es"}


def test_a_freeze_is_measured_beside_a_bare_insert_of_as_many_rows():
    figures = bench_freeze(FreezeBench(people=500, rounds=1))

    assert figures["fates"]["audience"] == figures["people"] == 500
    assert figures["ratio"] > 0
    assert figures["rss_mb"]["peak"] >= figures["rss_mb"]["after"] > 0
