"""Real workers on real servers, broken at random: nobody lost, nobody mailed twice without a doubt.

The seed is new in every run and stands at its head; `newsletter chaos --seed N --runs 1` repeats one campaign.
"""

import os

import pytest

from newsletter.bench.chaos import Chaos, bring, part
from newsletter.bench.errors import BenchError
from newsletter.bench.namespaces import why_not

RUNS_IN_CI = 10

pytestmark = [pytest.mark.chaos, pytest.mark.postgresql]


def test_campaigns_under_random_faults(capsys):
    runs = RUNS_IN_CI if os.environ.get("CI") else 1
    seed = int(os.environ["NEWSLETTER_TEST_SEED"])

    try:
        figures = bring(Chaos(runs=runs, seed=seed), say=print)
    except BenchError as reason:
        pytest.skip(f"PostgreSQL: {reason}")

    assert figures["failing_seeds"] == [], capsys.readouterr().out
    assert (figures["runs"], figures["lost"]) == (runs, 0)
    assert figures["doubled"] <= figures["in_doubt"]


def test_a_host_that_is_cut_off_from_the_database_in_mid_batch():
    if reason := why_not():
        pytest.skip(f"network namespaces: {reason}")

    figures = part(people=2000, say=print)

    assert figures["wrongs"] == []
