from itertools import product

import pytest

from newsletter.domains.phases import Phase, Standing, phase, standing
from newsletter.domains.records import Finding
from tests.clock import NOON


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((None, None, None), Phase.WAITING),
        ((NOON, None, None), Phase.ACTIVE),
        ((NOON, NOON, None), Phase.RESTING),
        ((NOON, NOON, NOON), Phase.RETIRED),
    ],
)
def test_the_last_time_decides(times, expected):
    active_from, active_until, retired_at = times

    assert phase(active_from=active_from, active_until=active_until, retired_at=retired_at) is expected


@pytest.mark.parametrize(("of", "found"), list(product(Phase, (*Finding, None))))
def test_one_key_and_every_finding_make_a_standing(of, found):
    wrong = found in {Finding.MISSING, Finding.OTHER, Finding.SEVERAL}
    expected = {Phase.ACTIVE: Standing.BROKEN if wrong else Standing.ACTIVE}.get(of, Standing.WAITING)

    assert standing([(of, found)]) is expected


def test_new_keys_beside_the_old_are_a_rotation():
    assert standing([(Phase.ACTIVE, Finding.RIGHT), (Phase.WAITING, Finding.MISSING)]) is Standing.ROTATING


def test_what_is_broken_is_said_first():
    assert standing([(Phase.ACTIVE, Finding.MISSING), (Phase.WAITING, None)]) is Standing.BROKEN


def test_silence_breaks_nothing():
    assert standing([(Phase.ACTIVE, Finding.SILENT)]) is Standing.ACTIVE


def test_a_domain_without_keys_waits():
    assert standing([]) is Standing.WAITING
