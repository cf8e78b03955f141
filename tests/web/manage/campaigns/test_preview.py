"""Looking at a mail with a recipient's eyes, and showing nobody's private things on the way."""

import re

from newsletter.audiences import Audience
from newsletter.audiences.rule import InUnions
from tests.factories import make_person


def test_the_mail_is_the_one_a_real_member_gets(anna_writes):
    assert "Dear Mariaue" in anna_writes.get("/preview/mail").text


def test_next_and_anybody_stay_among_the_recipients(anna_writes, desks):
    for pick in ("next", "random"):
        page = anna_writes.get(f"/preview?pick={pick}")

        assert f"person={desks.person['ue'].id}" in page.url


def test_who_is_no_recipient_is_not_shown(anna_writes, desks):
    assert anna_writes.get(f"/preview?language=fr&person={desks.person['ue'].id}").status == 404


def test_nobodys_own_links_are_in_it(anna_writes, desks, app):
    page = anna_writes.get("/preview?form=text")

    with app.test_request_context():
        links = app.extensions["newsletter"][1]
        from_mail = links.leave(desks.person["ue"].id, desks.topic.id, desks.union["ue"].id)
    assert "Mariaue" in page.text
    assert from_mail not in page.text


def test_its_frame_lets_nothing_run(anna_writes):
    policy = anna_writes.get("/preview/mail").headers["Content-Security-Policy"]

    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_an_editor_sees_names_but_no_addresses(browser_of, anna_writes):
    editor = browser_of("editor@ue.example").get(f"{anna_writes.pages}/preview?form=headers")

    assert "Mariaue" in editor.text
    assert "maria@ue.example" not in editor.text
    assert "maria@ue.example" in anna_writes.get("/preview?form=headers").text


def test_who_may_only_read_or_approve_sees_no_names_but_a_made_up_member(browser_of, anna_writes):
    for role in ("viewer", "approver"):
        page = browser_of(f"{role}@ue.example").get(f"{anna_writes.pages}/preview?form=text").text

        assert "Mariaue" not in page
        assert "A made-up member" in page


def test_the_alliance_begins_with_the_union_through_which_most_people_get_it(joint, desks):
    joint.rows.rollback()
    for _ in range(6):
        make_person(joint.rows, desks.union["unifor"], lists=[desks.topic], language="fr")
    joint.rows.commit()

    for path in ("/preview", "/check"):
        assert offered(joint.get(path)) == ["UNIFOR", "UE"]


def test_the_order_does_not_tell_which_of_two_unions_has_more_of_its_few(joint, desks):
    joint.rows.rollback()
    make_person(joint.rows, desks.union["unifor"], lists=[desks.topic], language="fr")
    joint.rows.commit()

    assert offered(joint.get("/preview")) == ["UE", "UNIFOR"]


def test_unions_that_are_not_in_the_audience_are_not_offered(joint, desks):
    joint.campaign.audience = Audience((desks.topic.id,), InUnions((desks.union["ue"].id,))).to_json()
    joint.rows.commit()

    page = joint.get("/preview")

    assert offered(page) == []
    assert "To a member of UE" in page.text


def test_a_campaign_for_nobody_is_looked_at_through_its_own_union(joint):
    joint.campaign.audience = Audience(()).to_json()
    joint.rows.commit()

    assert "To a member of NASP" in joint.get("/preview").text


def offered(page):
    """The unions one may look through, in their order."""
    line = re.search(r'aria-label="Through which union">(.*?)</nav>', page.text, re.DOTALL)
    return re.findall(r"<a [^>]*>(\w+)</a>", line[1]) if line else []


def test_the_dark_is_shown_whatever_the_browser_prefers(anna_writes):
    light, dark = anna_writes.get("/preview/mail"), anna_writes.get("/preview/mail?form=dark")

    assert "prefers-color-scheme: dark" in light.text
    assert "prefers-color-scheme: dark" not in dark.text


def test_an_empty_draft_can_be_looked_at(anna_writes):
    anna_writes.campaign.variant("fr").blocks = []
    anna_writes.rows.commit()

    assert anna_writes.get("/preview?language=fr").status == 200


def test_a_union_it_cannot_go_through_does_not_exist(anna_writes):
    assert anna_writes.get("/preview?through=unifor").status == 404
