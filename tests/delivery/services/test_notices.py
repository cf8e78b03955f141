"""Mails a person's own act asked for, as they arrive."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import update

from newsletter.delivery.pacing.limits import LimitOn, Rates
from newsletter.delivery.services.limiting import set_limit
from newsletter.mail.verp import token_of
from newsletter.queueing import Job, JobName
from newsletter.subscribers import services
from newsletter.subscribers.asking import Asked, Trace
from newsletter.subscribers.models import ConsentWording, Notice, NoticeKind, NoticeState, Scope, SuppressionReason
from newsletter.subscribers.services.confirming import confirm
from newsletter.subscribers.services.noticing import notify
from newsletter.subscribers.services.suppressing import suppress
from newsletter.tokens import BadToken, Purpose
from newsletter.unions.models import SenderIdentity
from tests.clock import NOON
from tests.factories import make_person
from tests.factories.people import SIGNER
from tests.fakes import Act, Killed

ROSA = "rosa@members.example"


@pytest.fixture
def notice(place):
    """Rosa typed her address on UE's page, in Spanish."""
    return signed_up(place)


def signed_up(place):
    wording = ConsentWording(version=1, language="es", text="Sí, quiero.")
    place.session.add(wording)
    place.session.flush()
    asked = Asked((place.topic.id,), wording.id, "es", given_name="Rosa https://spam.example", local_id=None)
    with place.office.work() as (session, outbox):
        services.subscribe(
            session,
            outbox,
            address=ROSA,
            address_hash=SIGNER.address_hash(ROSA),
            union_id=place.ue.id,
            asked=asked,
            trace=Trace("/join/ue"),
            now=NOON,
        )
    return place.session.query(Notice).one()


def mail(envelope):
    return message_from_bytes(envelope.body, policy=policy.default)


def refreshed(place, notice):
    place.session.expire_all()
    return notice


def test_a_confirmation_mail_says_who_asks_and_what_for(place, notice):
    place.office.empty_letterbox()

    (envelope,) = place.office.relay.taken
    letter = mail(envelope)
    assert (letter["To"], envelope.recipient) == (ROSA, ROSA)
    assert letter["From"] == "UE news <news@ue.example>"
    assert letter["Reply-To"] == "UE news <answers@ue.example>"
    assert letter["Message-ID"] == f"<notice-{notice.id}@news.solidarity.example>"
    assert parsedate_to_datetime(letter["Date"]) == NOON
    for kind in ("plain", "html"):
        text = letter.get_body((kind,)).get_content()
        assert "Trade" in text
        assert "1 Union Square" in text
    assert refreshed(place, notice).state is NoticeState.SENT


def test_its_button_is_for_this_person_and_this_mail(place, notice):
    place.office.empty_letterbox()

    text = mail(place.office.relay.taken[0]).get_body(("plain",)).get_content()
    (link,) = [word for word in text.split() if "/confirm/" in word]
    token = link.rpartition("/")[2]
    assert SIGNER.read(Purpose.CONFIRM, token) == (notice.subscriber_id, notice.id)
    assert link in mail(place.office.relay.taken[0]).get_body(("html",)).get_content()


def test_it_is_an_automatic_mail_that_nobody_answers_automatically(place, notice):
    place.office.empty_letterbox()

    (envelope,) = place.office.relay.taken
    assert mail(envelope)["Auto-Submitted"] == "auto-generated"
    assert not [name for name in mail(envelope) if name.lower().startswith("list-")]


def test_what_returns_from_it_names_the_notice_and_not_a_message(place, notice):
    place.office.empty_letterbox()

    token = token_of(place.office.relay.taken[0].sender) or ""
    assert SIGNER.read_caseless(Purpose.NOTICE, token) == (notice.id,)
    with pytest.raises(BadToken):
        SIGNER.read_caseless(Purpose.BOUNCE, token)


def test_nobody_can_have_us_mail_their_words_to_a_stranger(place, notice):
    place.office.empty_letterbox()

    letter = mail(place.office.relay.taken[0])
    assert all("spam" not in part.as_string() for part in letter.walk())
    assert all("spam" not in part.get_content() for part in letter.walk() if not part.is_multipart())


def test_a_welcome_mail_follows_the_confirmation(place, notice):
    place.office.empty_letterbox()
    with place.office.work() as (session, outbox):
        who = {"subscriber_id": notice.subscriber_id, "notice_id": notice.id}
        confirm(session, outbox, **who, trace=Trace("/confirm"), now=NOON)

    place.office.empty_letterbox()

    welcome = mail(place.office.relay.taken[1])
    text = welcome.get_body(("plain",)).get_content()
    assert "/preferences/" in text
    assert "/confirm/" not in text


def test_who_has_it_all_is_told_so(place, notice):
    member = make_person(place.session, place.unifor, lists=[place.topic])
    with place.office.work() as (session, outbox):
        services.subscribe(
            session,
            outbox,
            address=member.email,
            address_hash=member.address_hash,
            union_id=place.unifor.id,
            asked=Asked((place.topic.id,), notice.asked["wording_id"], "fr"),
            trace=Trace("/join/unifor"),
            now=NOON,
        )

    place.office.empty_letterbox()

    letter = mail(place.office.relay.taken[-1])
    assert letter["From"] == "UNIFOR news <news@unifor.example>"
    assert "/confirm/" not in letter.get_body(("plain",)).get_content()


def test_a_refused_address_is_not_asked_again(place, notice):
    place.office.relay.will(Act.REFUSE)

    place.office.empty_letterbox()

    assert refreshed(place, notice).state is NoticeState.FAILED
    assert notice.reply == "550 5.1.1 <…>: No such mailbox"
    place.office.clock.wait(days=1)
    assert place.office.sweep() == []


@pytest.mark.parametrize("act", [Act.PUT_OFF, Act.GO_AWAY, Act.FALL_SILENT])
def test_what_did_not_get_through_is_tried_again_a_minute_later(place, notice, act):
    place.office.relay.will(act)
    place.office.empty_letterbox()
    assert refreshed(place, notice).state is NoticeState.QUEUED
    assert notice.due_at == NOON + timedelta(minutes=1)
    assert place.office.sweep() == []

    place.office.clock.wait(minutes=1)
    assert place.office.sweep() == [Job(JobName.SEND_NOTICE, {"notice_id": notice.id})]
    place.office.empty_letterbox()

    assert refreshed(place, notice).state is NoticeState.SENT
    assert (notice.attempts, notice.due_at) == (2, None)


def test_after_the_last_try_it_has_failed(place, notice):
    place.office.relay.will(*[Act.PUT_OFF] * 20)

    for _ in range(12):
        place.office.empty_letterbox()
        place.office.clock.wait(hours=9)
        place.office.sweep()

    assert refreshed(place, notice).state is NoticeState.FAILED
    assert notice.attempts == 9


def test_a_lost_job_is_named_again(place, notice):
    place.office.letterbox.emptied()
    assert place.office.sweep() == []

    place.office.clock.wait(seconds=30)
    assert len(place.office.sweep()) == 1
    assert place.office.sweep() == []
    place.office.empty_letterbox()

    assert len(place.office.relay.taken) == 1


def test_a_dead_workers_notice_is_taken_over(place, notice):
    place.office.relay.will(Act.KILL_BEFORE)
    with pytest.raises(Killed):
        place.office.empty_letterbox()
    assert refreshed(place, notice).state is NoticeState.SENDING

    place.office.clock.wait(minutes=14)
    assert place.office.sweep() == []
    place.office.clock.wait(minutes=1)
    assert len(place.office.sweep()) == 1
    place.office.empty_letterbox()

    assert refreshed(place, notice).state is NoticeState.SENT


def test_a_barred_address_gets_nothing_whatever_job_is_named(place):
    suppress(
        place.session,
        address_hash=SIGNER.address_hash(ROSA),
        scope=Scope.ALLIANCE,
        union_id=place.ue.id,
        reason=SuppressionReason.BOUNCED,
        now=NOON,
    )
    notice = signed_up(place)

    place.office.empty_letterbox()
    place.office.clock.wait(hours=1)
    place.office.sweep()
    place.office.empty_letterbox()

    assert place.office.relay.taken == []
    assert refreshed(place, notice).was_withheld


def test_a_job_named_twice_mails_once(place, notice):
    (job,) = place.office.letterbox.emptied()

    place.office.do(job)
    place.office.do(job)

    assert len(place.office.relay.taken) == 1


def test_a_notice_that_cannot_be_made_says_why_and_waits(place, notice):
    place.session.execute(update(SenderIdentity).values(is_default=False))

    with pytest.raises(Exception, match="No row was found"):
        place.office.empty_letterbox()

    assert refreshed(place, notice).state is NoticeState.QUEUED
    assert "No row was found" in notice.reply
    assert notice.due_at == NOON + timedelta(minutes=1)


def test_every_kind_of_notice_can_be_made(place, notice):
    with place.office.work() as (session, outbox):
        for kind in NoticeKind:
            notify(
                session,
                outbox,
                kind=kind,
                subscriber_id=notice.subscriber_id,
                union_id=place.alliance.id,
                asked=Asked((place.topic.id,), 1, "fr"),
                now=NOON,
            )

    place.office.empty_letterbox()

    assert len(place.office.relay.taken) == 1 + len(NoticeKind)


def test_a_campaign_that_used_up_the_day_keeps_nobody_from_signing_up(place):
    set_limit(place.session, on=LimitOn.RELAY, name="0", rates=Rates(per_day=2))
    place.started(3)
    place.office.empty_letterbox()
    assert len(place.office.relay.taken) == 2

    notice = signed_up(place)
    place.office.empty_letterbox()

    assert place.office.relay.recipients[2:] == [ROSA]
    assert refreshed(place, notice).state is NoticeState.SENT


def test_during_the_pause_of_its_operator_it_waits_and_that_costs_no_try(place, notice):
    place.office.post.desk.pacer.push_back("members.example", pause_s=600)

    place.office.empty_letterbox()

    assert place.office.relay.taken == []
    assert refreshed(place, notice).state is NoticeState.QUEUED
    assert notice.attempts == 0
    assert timedelta(minutes=9) < notice.due_at - NOON <= timedelta(minutes=10)
    place.office.clock.wait(minutes=10)
    place.office.sweep()
    place.office.empty_letterbox()
    assert refreshed(place, notice).state is NoticeState.SENT


def test_an_operator_that_asks_for_less_is_heard(place, notice):
    place.office.relay.will(Act.SLOW_DOWN)

    place.office.empty_letterbox()

    assert list(place.office.post.desk.pacer.slowed) == ["members.example"]
