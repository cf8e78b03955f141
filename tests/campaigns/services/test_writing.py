import pytest

from newsletter.activity.models import Activity
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.services.editing import AlreadyLaunched, Edit, EditedMeanwhile
from newsletter.campaigns.services.writing import (
    add_block,
    confirm_block,
    copy_structure,
    edit_block,
    move_block,
    remove_block,
    write_subject,
)
from newsletter.campaigns.side_by_side import Condition, beside, blocks_of, is_outdated
from newsletter.errors import NotVisible
from newsletter.rendering.blocks import BlockError
from tests.campaigns.conftest import NOON, seen


def texts(campaign, language):
    return [block["text"] for block in campaign.variant(language).blocks]


def conditions(campaign):
    return [pair.condition for pair in beside(blocks_of(campaign.source), blocks_of(campaign.variant("fr")))]


def heading(text):
    return {"kind": "heading", "text": text}


def test_every_edit_takes_the_next_revision_and_leaves_a_line_in_the_log(session, campaign):
    before = campaign.revision

    write_subject(session, campaign=campaign, language="en", edit=seen(campaign, "en"), subject="Hello", preheader="")

    assert campaign.revision == before + 1
    assert campaign.variant("en").revision == campaign.revision
    assert session.query(Activity).order_by(Activity.id.desc()).first().verb == "campaign.edited"


def test_two_people_never_overwrite_each_other_silently(session, campaign):
    both_saw = seen(campaign, "en")
    write_subject(session, campaign=campaign, language="en", edit=both_saw, subject="Ana's", preheader="")
    session.commit()

    with pytest.raises(EditedMeanwhile):
        write_subject(session, campaign=campaign, language="en", edit=both_saw, subject="Luc's", preheader="")

    session.rollback()
    assert campaign.variant("en").subject == "Ana's"


def test_who_writes_french_does_not_stand_in_the_way_of_who_writes_english(session, campaign):
    english, french = seen(campaign, "en"), seen(campaign, "fr")

    write_subject(session, campaign=campaign, language="en", edit=english, subject="One", preheader="")
    write_subject(session, campaign=campaign, language="fr", edit=french, subject="Un", preheader="")

    assert (campaign.variant("en").subject, campaign.variant("fr").subject) == ("One", "Un")


def test_what_is_launched_is_not_edited(session, campaign):
    campaign.state = State.WAITING

    with pytest.raises(AlreadyLaunched):
        write_subject(session, campaign=campaign, language="en", edit=seen(campaign, "en"), subject="x", preheader="")


def test_a_language_the_campaign_does_not_have_cannot_be_written(session, campaign):
    with pytest.raises(NotVisible):
        write_subject(session, campaign=campaign, language="es", edit=Edit(1, 1, NOON), subject="x", preheader="")


def test_a_block_goes_where_it_is_put(session, campaign):
    add_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block=heading("First"), at=0)

    assert texts(campaign, "en") == ["First", "May Day", "Join us"]


def test_a_block_that_mails_cannot_show_is_not_stored(session, campaign):
    with pytest.raises(BlockError):
        add_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block={"kind": "html"}, at=0)

    assert len(campaign.variant("en").blocks) == 2


def test_a_new_block_of_the_source_is_missing_from_the_translation(session, campaign):
    add_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block=heading("New"), at=1)

    assert conditions(campaign)[1] == Condition.MISSING
    assert is_outdated(campaign.source, campaign.variant("fr"))


def test_a_source_written_again_marks_its_translation_until_somebody_looks(session, campaign):
    first = blocks_of(campaign.source)[0]["id"]
    english, french = seen(campaign, "en"), seen(campaign, "fr")

    edit_block(session, campaign=campaign, language="en", edit=english, block_id=first, block=heading("Other"))
    assert conditions(campaign)[0] == Condition.OUTDATED

    confirm_block(session, campaign=campaign, language="fr", edit=french, block_id=first)
    assert conditions(campaign)[0] == Condition.CURRENT


def test_where_the_source_moves_its_translations_follow(session, campaign):
    second = blocks_of(campaign.source)[1]["id"]

    move_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block_id=second, by=-1)

    assert texts(campaign, "en") == ["Join us", "May Day"]
    assert texts(campaign, "fr") == ["Venez", "Premier mai"]
    assert not is_outdated(campaign.source, campaign.variant("fr"))


def test_the_first_block_cannot_go_further_up(session, campaign):
    first = blocks_of(campaign.source)[0]["id"]

    move_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block_id=first, by=-1)

    assert texts(campaign, "en") == ["May Day", "Join us"]


def test_what_the_source_drops_stays_in_the_translation_and_shows(session, campaign):
    first = blocks_of(campaign.source)[0]["id"]

    remove_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block_id=first)

    assert texts(campaign, "fr") == ["Premier mai", "Venez"]
    assert Condition.EXTRA in conditions(campaign)


def test_the_structure_is_copied_without_touching_what_is_translated(session, campaign):
    add_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block=heading("New"), at=1)

    copy_structure(session, campaign=campaign, language="fr", edit=seen(campaign, "fr"))

    assert texts(campaign, "fr") == ["Premier mai", "New", "Venez"]
    assert conditions(campaign) == [Condition.CURRENT, Condition.UNTRANSLATED, Condition.CURRENT]


def test_a_block_that_is_gone_cannot_be_edited(session, campaign):
    with pytest.raises(NotVisible):
        remove_block(session, campaign=campaign, language="en", edit=seen(campaign, "en"), block_id=99)
