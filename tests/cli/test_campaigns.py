"""An operator forgets an old campaign by its number and its title."""

import pytest
from sqlalchemy.orm import Session

from newsletter.campaigns.lifecycle import State
from newsletter.cli import main
from newsletter.db import make_engine
from newsletter.delivery.fates import MessageState
from newsletter.delivery.models import KeptLine, Message
from tests.factories import make_alliance, make_campaign, make_list, make_message, make_person, make_union


@pytest.fixture
def campaign(environment, tmp_path):
    """Over, with two people in the ledger; its number and its title."""
    main(["db", "upgrade"])
    engine = make_engine(f"sqlite:///{tmp_path / 'newsletter.sqlite3'}")
    with Session(engine) as session, session.begin():
        alliance = make_alliance(session)
        ue, topic = make_union(session, "ue"), make_list(session, alliance)
        campaign = make_campaign(session, alliance, topic, state=State.DONE)
        for _ in range(2):
            person = make_person(session, ue, lists=[topic])
            through = {"subscriber_id": person.id, "via_union_id": ue.id}
            make_message(session, campaign_id=campaign.id, state=MessageState.SENT, **through)
        found = str(campaign.id), campaign.title
    engine.dispose()
    return found


def test_its_people_go_and_their_sum_stays(campaign, rows, capsys):
    number, title = campaign

    assert main(["campaign", "forget", number, "--title", title]) == 0

    assert capsys.readouterr().out == "2 messages of campaign 1 are forgotten; its report keeps the figures.\n"
    assert (rows(Message), rows(KeptLine)) == (0, 1)
    assert main(["campaign", "forget", number, "--title", title]) == 2
    assert "nobody is left" in capsys.readouterr().err


def test_another_title_is_another_campaign(campaign, rows, capsys):
    number, title = campaign

    assert main(["campaign", "forget", number, "--title", "Labor Day"]) == 2

    assert f'is called "{title}"' in capsys.readouterr().err
    assert rows(Message) == 2


def test_a_number_nobody_has_is_refused(campaign, capsys):
    assert main(["campaign", "forget", "99", "--title", "Labor Day"]) == 2
    assert "there is no campaign 99" in capsys.readouterr().err
