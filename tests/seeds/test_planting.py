import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from newsletter.accounts.models import Account
from newsletter.campaigns.models import Campaign
from newsletter.models import Base
from newsletter.seeds import AnotherAlliance, plant, read
from newsletter.subscribers.models import Subscriber
from newsletter.unions import queries as unions
from newsletter.unions.models import Union
from tests.seeds.conftest import NOW


def union(session, slug):
    return session.scalars(select(Union).filter_by(slug=slug)).one()


def dump(session):
    return {
        table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
    }


def test_planting_twice_changes_nothing(plant, session):
    plant()
    before = dump(session)

    plant(now=NOW + timedelta(days=40))

    assert dump(session) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_whole_seed_takes_less_than_two_seconds(plant):
    started = time.process_time()  # what it costs, however busy the machine is with other tests

    plant()

    assert time.process_time() - started < 2


def test_what_staff_changed_is_left_alone(plant, session):
    plant()
    union(session, "ue").website = "https://changed.example"
    session.commit()

    plant()

    assert union(session, "ue").website == "https://changed.example"


def test_without_samples_there_is_an_alliance_and_nobody_in_it(session):
    plant(session, read("nasp"))

    assert len(unions.everyone(session)) == 7
    for table in (Subscriber, Account, Campaign):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_people_who_are_there_keep_samples_out(session):
    plant(session, read("nasp"))
    session.add(Subscriber(email="a@b.example", address_hash="h", language="en", created_at=NOW))

    assert plant(session, read("nasp")).people == 0


def test_the_boatmen_are_an_affiliate_of_the_longshore_workers(planted):
    ilwu = union(planted, "ilwu")

    assert unions.with_affiliates(planted, [ilwu.id]) == {ilwu.id, union(planted, "ibu").id}


def test_one_database_serves_one_alliance(planted):
    planted.query(Union).filter_by(slug="nasp").update({"slug": "another"})

    with pytest.raises(AnotherAlliance, match="another"):
        plant(planted, read("nasp"))
