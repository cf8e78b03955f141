"""A limit of ours makes mail wait as long as it takes; nobody goes without because of it."""

import pytest

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.services.limiting import set_limit
from tests.factories import make_person


def live_on(place, days):
    for _ in range(24 * days):
        place.office.clock.wait(hours=1)
        place.office.sweep()
        place.office.empty_letterbox()


@pytest.mark.parametrize("on", LimitOn)
def test_a_campaign_that_lasts_a_week_gives_nobody_up(place, on):
    names = {LimitOn.RELAY: "0", LimitOn.OPERATOR: "google", LimitOn.UNION: str(place.ue.id)}
    for number in range(6):
        make_person(place.session, place.ue, lists=[place.topic], email=f"person{number}@gmail.com")
    set_limit(place.session, on=on, name=names[on], rates=Rates(per_day=1))
    campaign = place.started()

    place.office.empty_letterbox()
    live_on(place, 6)

    assert place.states(campaign) == {"sent": 6}
    assert place.state(campaign) is State.DONE
