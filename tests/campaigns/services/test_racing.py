"""Two people at once, on real connections that commit."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Account
from newsletter.campaigns.lifecycle import NotNow, State
from newsletter.campaigns.models import Campaign
from newsletter.campaigns.services.creating import create_update
from newsletter.campaigns.services.editing import Edit, EditedMeanwhile
from newsletter.campaigns.services.launching import pause
from newsletter.campaigns.services.writing import add_block, move_block, write_subject
from newsletter.campaigns.side_by_side import blocks_of
from newsletter.db import writing
from tests.campaigns.conftest import ANA_ID, NOON
from tests.factories import make_alliance, make_list

EDIT = Edit(ANA_ID, 1, NOON)


@pytest.fixture
def campaign_id(engine):
    with Session(writing(engine)) as session:
        nasp = make_alliance(session, "nasp")
        session.add(
            Account(
                id=ANA_ID, email="ana@ue.example", name="Ana", language="en", fs_uniquifier="ana", created_at=NOON
            )
        )
        campaign = create_update(
            session,
            union=nasp,
            title="May Day",
            topic=make_list(session, nasp),
            languages=["en", "fr"],
            account_id=ANA_ID,
            now=NOON,
        )
        session.commit()
        return campaign.id


def at_once(engine, campaign_id, *acts):
    """Each act in a session of its own, begun together; what each of them met."""
    together, met = Barrier(len(acts)), []

    def run(act):
        with Session(writing(engine)) as session:
            campaign = session.get_one(Campaign, campaign_id)
            session.rollback()
            together.wait()
            try:
                act(session, campaign)
                session.commit()
            except (EditedMeanwhile, NotNow) as refusal:
                met.append(type(refusal))

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return met


def subject(words, language="en"):
    def act(session, campaign):
        write_subject(session, campaign=campaign, language=language, edit=EDIT, subject=words, preheader="")

    return act


def test_of_two_who_write_the_same_at_once_one_is_told(engine, campaign_id):
    met = at_once(engine, campaign_id, subject("Ana's"), subject("Luc's"))

    assert met == [EditedMeanwhile]


def test_two_who_write_two_languages_at_once_both_get_through(engine, campaign_id):
    met = at_once(engine, campaign_id, subject("One", "en"), subject("Un", "fr"))

    assert met == []
    with Session(engine) as session:
        assert {one.subject for one in session.get_one(Campaign, campaign_id).variants} == {"One", "Un"}
        assert session.get_one(Campaign, campaign_id).revision == 3


def test_a_source_that_moves_its_blocks_takes_no_word_from_a_translator(engine, campaign_id):
    def move(session, campaign):
        seen = campaign.source.revision
        edit = Edit(ANA_ID, seen, NOON)
        move_block(session, campaign=campaign, language="en", edit=edit, block_id=2, by=-1)

    with Session(writing(engine)) as session:
        campaign = session.get_one(Campaign, campaign_id)
        for text in ("A", "B"):
            edit = Edit(ANA_ID, campaign.source.revision, NOON)
            block = {"kind": "heading", "text": text}
            add_block(session, campaign=campaign, language="en", edit=edit, block=block, at=9)
        session.commit()

    met = at_once(engine, campaign_id, move, subject("Un", "fr"))

    assert met == []
    with Session(engine) as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert [block["id"] for block in blocks_of(campaign.source)] == [2, 1]
        assert campaign.variants[1].subject == "Un"


def test_of_two_who_pause_at_once_one_is_told(engine, campaign_id):
    with Session(writing(engine)) as session:
        session.get_one(Campaign, campaign_id).state = State.SENDING
        session.commit()

    def act(session, campaign):
        pause(session, campaign=campaign, account_id=ANA_ID, now=NOON)

    met = at_once(engine, campaign_id, act, act)

    assert met == [NotNow]
    with Session(engine) as session:
        assert session.scalar(select(Campaign.state)) is State.PAUSED
