"""Writing an event again."""

from newsletter.campaigns.lifecycle import State
from tests.factories import say_yes
from tests.web.manage.conftest import again


def test_who_said_yes_to_an_invitation_is_asked_again_when_its_event_changes(desks, rows, anna):
    event, campaign = desks.event["ue"], desks.campaign["ue"]
    campaign.event, campaign.state = event, State.WAITING
    say_yes(rows, campaign, desks.union["ue"])
    rows.commit()
    address = f"/manage/ue/events/{event.id}/edit"
    anna.get(address)

    page = anna.post(
        address,
        title_en="Picnic of ue",
        starts_at="2031-05-01T12:00",
        ends_at="2031-05-01T13:00",
        time_zone="America/New_York",
        place="Another hall",
    )

    assert (page.status, page.url) == (200, f"/manage/ue/events/{event.id}")
    assert "each union is asked again" in page.text
    assert not any(one.counts for one in again(rows, campaign).approvals)
