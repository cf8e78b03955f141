"""From the check page to the last mail."""

import re
from datetime import UTC, datetime, timedelta

from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.delivery.models import Attempt
from tests.factories import make_message


def launch(desk, **fields):
    seen = desk.campaign.revision
    desk.get("/check")
    return desk.post("/launch", **({"seen": seen} | fields))


def let_go(desk, state=State.SENDING):
    campaign = desk.campaign
    campaign.state, campaign.started_at = state, datetime.now(UTC)
    desk.rows.commit()


def state(desk):
    return desk.campaign.state


def write_ledger(desk, desks):
    for slug, state in (("ue", MessageState.SENT), ("unifor", MessageState.FAILED)):
        make_message(
            desk.rows,
            campaign_id=desk.before.id,
            subscriber_id=desks.person[slug].id,
            via_union_id=desks.union[slug].id,
            state=state,
        )
    desk.rows.add(
        Attempt(
            campaign_id=desk.before.id,
            subscriber_id=desks.person["unifor"].id,
            number=1,
            at=datetime.now(UTC),
            code=550,
            status="5.1.1",
            meaning=Meaning.NO_SUCH_ADDRESS,
            text="550 5.1.1 nobody",
        )
    )
    desk.rows.commit()


def test_the_check_page_says_what_the_button_will_do(anna_writes):
    assert "Send to 1 person" in anna_writes.get("/check").text


def test_an_editor_who_may_not_approve_is_told_that_everybody_is_held(browser_of, anna_writes):
    page = browser_of("editor@ue.example").get(f"{anna_writes.pages}/check")

    assert "Launch it" in page.text
    assert "is held for the yes of UE." in page.text


def test_the_unions_whose_yes_is_missing_are_named_in_one_sentence(joint):
    text = joint.get("/check").text

    assert re.search(r"are held for the yes of UE and UNIFOR\.", text)


def test_launching_starts_the_grace_time_and_says_yes_for_ones_own(anna_writes):
    page = launch(anna_writes)

    assert page.url.endswith("/live")
    assert anna_writes.campaign.state is State.WAITING
    assert all(approval.counts for approval in anna_writes.campaign.approvals)


def test_it_can_be_scheduled_in_a_zone_one_knows(anna_writes):
    launch(anna_writes, at="2030-05-01T09:00", zone="America/New_York")

    assert anna_writes.campaign.starts_at == datetime(2030, 5, 1, 13, tzinfo=UTC)


def test_what_was_edited_after_the_check_is_checked_again(anna_writes):
    page = launch(anna_writes, seen=0)

    assert page.url.endswith("/check")
    assert anna_writes.campaign.state is State.DRAFT


def test_a_campaign_with_errors_is_not_launched(anna_writes):
    anna_writes.campaign.variant("fr").subject = ""
    anna_writes.rows.commit()

    page = launch(anna_writes)

    assert page.status == 422
    assert "Not ready yet" in page.text
    assert anna_writes.campaign.state is State.DRAFT


def test_taken_back_it_is_a_draft(anna_writes):
    launch(anna_writes)

    page = anna_writes.post("/take-back")

    assert page.url.endswith("/check")
    assert anna_writes.campaign.state is State.DRAFT


def test_two_clicks_do_it_once_and_the_second_is_told(anna_writes):
    let_go(anna_writes)
    anna_writes.get("/live")

    anna_writes.post("/pause")
    page = anna_writes.post("/pause")

    assert anna_writes.campaign.state is State.PAUSED
    assert "cannot be done now" in page.text


def test_cancelling_has_a_page_of_its_own(anna_writes):
    let_go(anna_writes)
    assert "cannot be undone" in anna_writes.get("/cancel").text
    assert state(anna_writes) == State.SENDING

    page = anna_writes.post("/cancel")

    assert page.url.endswith("/report")
    assert state(anna_writes) == State.CANCELLED


def test_the_live_page_counts_down_then_counts_up(anna_writes, desks):
    launch(anna_writes)
    assert "It goes out in" in anna_writes.get("/live").text
    let_go(anna_writes)
    write_ledger(anna_writes, desks)

    page = anna_writes.get("/live/now?state=sending")

    assert "<b>1</b> of <b>1</b> are through" in page.text
    assert "<html" not in page.text


def test_a_long_wait_is_told_as_a_time(anna_writes):
    launch(anna_writes)
    anna_writes.campaign.starts_at = datetime.now(UTC) + timedelta(days=2)
    anna_writes.rows.commit()

    page = anna_writes.get("/live").text

    assert "Scheduled" in page
    assert "It goes out on <time" in page
    assert "It goes out in" not in page


def test_a_page_that_is_left_behind_loads_itself_anew(anna_writes):
    let_go(anna_writes)

    assert anna_writes.get("/live/now?state=waiting").headers["HX-Refresh"] == "true"


def test_the_report_shows_the_alliance_all_and_a_union_its_share(joint, anna_reads, desks):
    let_go(joint, State.DONE)
    write_ledger(joint, desks)

    whole, share = joint.get("/report"), anna_reads.get("/report")

    assert "<b>2</b> people were in the audience" in whole.text
    assert "There is no such address" in whole.text
    assert "<b>1</b> person was in the audience" in share.text
    assert "UNIFOR" not in share.text
    assert "There is no such address" not in share.text


def test_the_report_says_what_was_sent_again_in_doubt(anna_writes, desks):
    let_go(anna_writes, State.DONE)
    make_message(
        anna_writes.rows,
        campaign_id=anna_writes.before.id,
        subscriber_id=desks.person["ue"].id,
        via_union_id=desks.union["ue"].id,
        state=MessageState.SENT,
        doubts=2,
    )
    anna_writes.rows.commit()

    assert "<b>2</b> mails were sent once more" in anna_writes.get("/report").text


def test_there_is_no_report_before_something_went_out(anna_writes):
    assert anna_writes.get("/report").status == 404


def test_the_last_one_is_the_beginning_of_the_next(anna_writes):
    anna_writes.get("/details")

    page = anna_writes.post("/duplicate")

    assert page.url.endswith("/details")
    assert "(copy)" in page.text
