"""A campaign's mail as it arrives, read with the standard library (STANDARDS.md 1.1 to 1.4)."""

import re
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import select

from newsletter.subscribers.models import Membership
from newsletter.tokens import Purpose
from newsletter.unions.models import SenderIdentity
from tests.clock import NOON
from tests.factories import make_event, make_person, say_yes
from tests.factories.people import SIGNER

LINK = re.compile(r"https://[^\s\"<>]+")


@pytest.fixture
def maria(place):
    return make_person(place.session, place.ue, lists=[place.topic], given_name="María", family_name="O'Brien")


@pytest.fixture
def invitation(place, maria):
    event = make_event(place.session, place.alliance)
    place.started(event=event)
    return event


@pytest.fixture
def update(place, maria):
    return place.started()


def sent(place):
    place.office.empty_letterbox()
    return [message_from_bytes(one.body, policy=policy.default) for one in place.office.relay.taken]


def test_the_union_speaks_and_hears_the_answers(place, update, maria):
    (mail,) = sent(place)

    assert mail["From"] == "UE news <news@ue.example>"
    assert mail["Reply-To"] == "UE news <answers@ue.example>"
    assert mail["To"].addresses[0].addr_spec == maria.email
    assert mail["To"].addresses[0].display_name == "María O'Brien"
    assert mail["Subject"] == "May Day María (en)"
    assert parsedate_to_datetime(mail["Date"]) == NOON


def test_one_click_leaves_the_topic_through_the_union_it_came_from(place, update, maria):
    (mail,) = sent(place)

    (link,) = LINK.findall(mail["List-Unsubscribe"])
    assert link.startswith("https://news.solidarity.example/leave/now/")
    token = link.rpartition("/")[2]
    assert SIGNER.read(Purpose.LEAVE, token) == (maria.id, place.topic.id, place.ue.id)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_list_headers_are_raw_and_once(place, update):
    (envelope,) = (place.office.empty_letterbox(), place.office.relay.taken)[1]
    head = envelope.body.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"]

    assert head.isascii()
    for name in (
        b"list-unsubscribe",
        b"list-unsubscribe-post",
        b"list-id",
        b"list-help",
        b"list-owner",
        b"list-post",
    ):
        assert names.count(name) == 1
    assert len(names) == len(set(names))
    unfolded = head.replace(b"\r\n ", b" ")
    assert re.search(rb"\nList-Unsubscribe: <https://[!-;=?-~]+>\r\n", unfolded)
    assert max(map(len, envelope.body.split(b"\r\n"))) <= 998


def test_the_list_is_named_without_naming_a_union(place, update):
    (mail,) = sent(place)

    assert mail["List-Id"] == "Trade <trade.lists.news.solidarity.example>"
    assert mail["List-Post"] == "NO"
    assert mail["Precedence"] == "bulk"
    assert "Auto-Submitted" not in mail
    assert "ue" not in mail["Feedback-ID"].lower().split(":")
    assert len(set(mail["Feedback-ID"].split(":"))) == 4


def test_every_copy_has_a_name_of_its_own(place, update):
    for _ in range(3):
        make_person(place.session, place.ue, lists=[place.topic])
    second = place.started()

    mails = sent(place)

    assert len({mail["Message-ID"] for mail in mails}) == len(mails) == 5
    assert all(mail["Message-ID"].endswith("@news.solidarity.example>") for mail in mails)
    assert place.fates(second).sent == 4


def test_a_bounce_names_its_message_and_no_member(place, update, maria):
    sent(place)

    (envelope,) = place.office.relay.taken
    local, _, domain = envelope.sender.partition("@")
    assert domain == "bounces.solidarity.example"
    assert len(local) <= 64
    assert SIGNER.read_caseless(Purpose.BOUNCE, local.removeprefix("b+")) == (update.id, maria.id)


def test_both_parts_hold_the_persons_own_name_and_links(place, update, maria):
    (mail,) = sent(place)

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Dear María" in text
    assert "Dear María" in html
    for part in (text, html):
        for path in ("/leave/", "/preferences/"):
            assert any(path in link for link in LINK.findall(part))
    assert "UE Local 506" in text
    assert "\ue000" not in text + html


def test_a_value_is_escaped_where_it_stands(place, maria):
    place.session.scalars(select(Membership)).one().given_name = "<b>&amp; Tom"
    place.started()

    (mail,) = sent(place)

    assert "Dear <b>&amp; Tom" in mail.get_body(("plain",)).get_content()
    assert "Dear &lt;b&gt;&amp;amp; Tom" in mail.get_body(("html",)).get_content()


def test_an_invitation_carries_a_request_and_three_answers(place, invitation, maria):
    (mail,) = sent(place)

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    assert f"mailto:{maria.email}" in list(mail.iter_parts())[2].get_content().replace("\r\n ", "")
    for kind in ("plain", "html"):
        links = [link.replace("&amp;", "&") for link in LINK.findall(mail.get_body((kind,)).get_content())]
        for answer in ("yes", "maybe", "no"):
            (link,) = {one for one in links if one.endswith(f"?answer={answer}")}
            token = link.partition("/rsvp/")[2].partition("?")[0]
            assert SIGNER.read(Purpose.RSVP, token) == (invitation.id, maria.id, place.ue.id)


def test_a_long_address_and_secret_keep_the_one_click_header_raw(place, maria, update):
    place.session.scalars(select(SenderIdentity).filter_by(union_id=place.ue.id)).one().name = "É" * 60

    sent(place)

    (envelope,) = place.office.relay.taken
    assert b"=?utf-8?" in envelope.body.lower()
    assert b"List-Unsubscribe: <https://" in envelope.body


def test_each_reads_their_language_under_their_own_unions_name(place):
    for union, language in ((place.ue, "es"), (place.unifor, "fr")):
        make_person(place.session, union, lists=[place.topic], language=language)
    campaign = place.launched()
    say_yes(place.session, campaign, place.unifor)
    place.office.start(campaign.id)

    spanish, french = sent(place)

    assert (spanish["From"], french["From"]) == ("UE news <news@ue.example>", "UNIFOR news <news@unifor.example>")
    assert (spanish["Subject"], french["Subject"]) == ("May Day Maria (es)", "May Day Maria (fr)")
    html = french.get_body(("html",)).get_content()
    assert 'lang="fr"' in html
    assert "Le UNIFOR" in html
    assert "UE news" not in html


def test_a_private_event_of_another_union_is_not_told(place, maria):
    secret = make_event(place.session, place.unifor, is_public=False)
    secret.title = {"en": "Strike vote"}
    campaign = place.launched()
    for variant in campaign.variants:
        variant.blocks = [*variant.blocks, {"kind": "event_card", "event": secret.id}]
    place.session.flush()
    place.office.start(campaign.id)

    (mail,) = sent(place)

    assert "Strike vote" not in mail.get_body(("html",)).get_content()
