import pytest

from newsletter.campaigns.models import InDoubt
from newsletter.campaigns.services.describing import LanguageHasWords, choose_audience, describe
from newsletter.campaigns.services.editing import EditedMeanwhile
from tests.campaigns.conftest import seen


def test_a_new_language_begins_empty_and_may_become_the_source(session, campaign, alliance):
    describe(
        session,
        campaign=campaign,
        edit=seen(campaign),
        title="1 May",
        topic=alliance.topic,
        languages=["es", "en", "fr"],
        in_doubt=InDoubt.AGAIN,
    )

    assert campaign.title == "1 May"
    assert campaign.source.language == "es"
    assert not campaign.source.is_complete


def test_a_language_with_words_in_it_is_not_dropped(session, campaign, alliance):
    with pytest.raises(LanguageHasWords) as refusal:
        describe(
            session,
            campaign=campaign,
            edit=seen(campaign),
            title="x",
            topic=alliance.topic,
            languages=["en"],
            in_doubt=InDoubt.AGAIN,
        )

    assert refusal.value.language == "fr"


def test_an_empty_language_is_dropped(session, campaign, alliance):
    for languages in (["en", "fr", "es"], ["en", "fr"]):
        describe(
            session,
            campaign=campaign,
            edit=seen(campaign),
            title="x",
            topic=alliance.topic,
            languages=languages,
            in_doubt=InDoubt.AGAIN,
        )

    assert {variant.language for variant in campaign.variants} == {"en", "fr"}


def test_an_audience_chosen_meanwhile_is_not_overwritten(session, campaign):
    both_saw = seen(campaign)
    choose_audience(session, campaign=campaign, edit=both_saw, audience={"lists": [1]})

    with pytest.raises(EditedMeanwhile):
        choose_audience(session, campaign=campaign, edit=both_saw, audience={"lists": [2]})
