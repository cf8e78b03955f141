from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.events.models import Answer, Rsvp
from newsletter.events.services.answering import EventOver, answer
from tests.clock import NOON
from tests.factories import make_alliance, make_event, make_person, make_union


@pytest.fixture
def ue(session):
    return make_union(session, "ue")


@pytest.fixture
def event(session):
    return make_event(session, make_alliance(session))


@pytest.fixture
def maria(session, ue):
    return make_person(session, ue)


@pytest.fixture
def say(session, event, ue):
    def said(person, word, now=NOON):
        return answer(session, event=event, subscriber_id=person.id, union_id=ue.id, said=word, now=now)

    return said


def test_an_answer_is_kept_with_the_union_it_came_through(session, say, event, maria, ue):
    rsvp = say(maria, Answer.YES)

    assert (rsvp.event, rsvp.subscriber_id, rsvp.union_id) == (event, maria.id, ue.id)
    assert (rsvp.answer, rsvp.answered_at) == (Answer.YES, NOON)


def test_the_last_word_counts(session, say, maria):
    say(maria, Answer.YES)
    rsvp = say(maria, Answer.NO, NOON + timedelta(hours=1))

    assert session.scalars(select(Rsvp)).all() == [rsvp]
    assert (rsvp.answer, rsvp.answered_at) == (Answer.NO, NOON + timedelta(hours=1))


def test_everybody_answers_for_themself(session, say, maria, ue):
    say(maria, Answer.YES)
    say(make_person(session, ue), Answer.MAYBE)

    assert sorted(session.scalars(select(Rsvp.answer))) == [Answer.MAYBE, Answer.YES]


def test_one_may_answer_until_the_end_and_not_after_it(session, say, event, maria):
    say(maria, Answer.YES, event.ends_at)

    with pytest.raises(EventOver):
        say(maria, Answer.NO, event.ends_at + timedelta(seconds=1))
    assert session.scalars(select(Rsvp.answer)).all() == [Answer.YES]
