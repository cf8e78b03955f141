"""A union's yes, from the question on its home page to the job that lets its members go."""

import pytest

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.delivery.fates import MessageState
from newsletter.queueing import JobName
from tests.factories import make_message


def decide(desk, **fields):
    seen = desk.campaign.revision
    desk.get("/approvals")
    return desk.post("/approvals", **({"seen": seen, "languages": ["en"], "answer": "yes"} | fields))


def let_go(desk, state):
    desk.campaign.state = state
    desk.rows.commit()


def hold(desk, desks, slug):
    """This union's member waits for its yes."""
    make_message(
        desk.rows,
        campaign_id=desk.before.id,
        subscriber_id=desks.person[slug].id,
        via_union_id=desks.union[slug].id,
        language=desks.person[slug].language,
        state=MessageState.HELD,
        reason=Reason.UNAPPROVED,
        attempts=0,
    )
    desk.rows.commit()


def test_the_question_stands_on_the_unions_home_page(anna, anna_reads):
    assert "UE’s yes on" in anna.get("/manage/ue/").text


def test_a_yes_lets_ones_own_members_go_and_no_others(joint, anna_reads, queue, desks):
    page = decide(anna_reads, note="Good")

    assert "Your answer is kept" in page.text
    assert [one.union_id for one in joint.campaign.approvals if one.counts] == [desks.union["ue"].id]
    assert queue.jobs[-1].name == JobName.RELEASE_SHARE
    assert "Good" in joint.get("/approvals").text


def test_a_no_is_kept_with_its_note(joint, anna_reads):
    decide(anna_reads, answer="no", note="Not like this")

    page = joint.get("/approvals")

    assert "Not like this" in page.text
    assert not any(one.counts for one in joint.campaign.approvals)


def test_an_approver_whose_text_changed_looks_again_and_keeps_the_note(anna_reads):
    page = decide(anna_reads, seen=0, note="My note")

    assert page.status == 409
    assert "look at it again" in page.text
    assert "My note" in page.text


@pytest.mark.parametrize("wrong", [{"answer": ""}, {"answer": "perhaps"}, {"languages": []}, {"languages": ["de"]}])
def test_what_is_no_answer_is_not_taken_for_one(joint, anna_reads, wrong):
    page = decide(anna_reads, **wrong)

    assert page.status == 422
    assert all(one.waits for one in joint.campaign.approvals)


def test_a_viewer_reads_the_answers_and_has_no_form(browser_of, anna_reads):
    page = browser_of("viewer@ue.example").get(f"{anna_reads.pages}/approvals")

    assert page.status == 200
    assert "Yes, send it to our members" not in page.text


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
def test_what_is_over_asks_nobody_and_tells_who_said_what(joint, anna_reads, state):
    decide(anna_reads, note="Well written")
    let_go(joint, state)

    for desk in (joint, anna_reads):
        page = desk.get("/approvals").text

        assert "nobody is asked any more" in page
        assert "Well written" in page
        assert "Yes, send it to our members" not in page
        assert "Ask for every union" not in page


def test_a_late_answer_to_what_is_over_is_kept_by_nobody(joint, anna_reads):
    let_go(joint, State.DONE)

    page = decide(anna_reads)

    assert "nothing to decide here any more" in page.text
    assert all(one.waits for one in joint.campaign.approvals)


def test_members_who_are_held_still_get_it_with_a_late_yes(joint, anna_reads, desks, queue):
    let_go(joint, State.DONE)
    hold(joint, desks, "ue")

    page = anna_reads.get("/approvals").text

    assert "as soon as their union says yes" in page
    decide(anna_reads)
    assert queue.jobs[-1].name == JobName.RELEASE_SHARE


def test_who_is_held_for_a_yes_that_nobody_asked_for_can_be_asked_afterwards(joint, desks):
    let_go(joint, State.DONE)
    joint.campaign.approvals.clear()
    joint.rows.commit()
    hold(joint, desks, "unifor")

    assert "Ask for every union" in joint.get("/approvals").text
    joint.post("/approvals/ask")

    assert desks.union["unifor"].id in {one.union_id for one in joint.campaign.approvals}
