"""Staff find members as they type."""

from datetime import date

import pytest

from newsletter.subscribers import finding
from newsletter.subscribers.finding import On, Place, Wanted, Who, find
from newsletter.subscribers.models import Standing
from tests.factories import make_alliance, make_list, make_person, make_union


@pytest.fixture
def ue(session):
    return make_union(session, "ue")


@pytest.fixture
def unifor(session):
    return make_union(session, "unifor")


@pytest.fixture
def member(session, ue):
    """Somebody of UE by given and family name."""

    def make(name, *, number=None, ended_on=None, **about):
        given_name, _, family_name = name.partition(" ")
        person = make_person(session, ue, given_name=given_name, family_name=family_name, **about)
        (membership,) = person.memberships
        membership.number, membership.ended_on = number, ended_on
        session.flush()
        return membership

    return make


@pytest.fixture
def found(session, ue):
    def look(start="", *, behind=None, limit=50, **wanted):
        page = find(session, Wanted(ue.id, start=start, **wanted), behind=behind, limit=limit)
        return [one.given_name for one in page.memberships]

    return look


def test_people_are_sorted_by_family_name_whatever_its_accents(member, found):
    for name in ("Ana Núñez", "Luc Émond", "Eve zola"):
        member(name)

    assert found() == ["Luc", "Ana", "Eve"]


@pytest.mark.parametrize("start", ["nun", "Ana", "ANA@", "  núñ ", "ana nú", "nunez  ana", "A-0017", "A-00"])
def test_people_are_found_by_the_start_of_a_name_an_address_or_a_number(member, found, start):
    member("Ana Núñez", email="ana@x.example", number="A-00171")
    member("Eve Zola")

    assert found(start) == ["Ana"]


def test_who_is_found_in_two_ways_is_shown_once(member, found):
    member("Ana Anaya", email="ana@x.example", number="ana1")
    member("Ana Zola", email="anaz@x.example")
    member("Eve Zola", email="ana.eve@x.example")

    assert found("ana") == ["Ana", "Ana", "Eve"]


@pytest.mark.parametrize("start", ["%", "_na", "'", "\\", "n*"])
def test_a_search_for_signs_is_no_pattern(member, found, start):
    member("Ana Núñez")

    assert found(start) == []


def test_a_letter_or_two_of_an_address_are_too_few(member, found):
    member("Eve Zola", email="ana@x.example")

    assert (found("an"), found("ana")) == ([], ["Eve"])


@pytest.mark.parametrize("start", ["", "a", "ana"])
def test_a_long_list_is_paged_by_key_and_nobody_is_skipped(session, ue, member, start):
    for number in range(7):
        member(f"Ana Garza{number}", email=f"ana{number}@x.example")
        member(f"{number} Ana{number}", email=f"{number}@x.example")
        member(f"{number} Zola", email=f"ana.zola{number}@x.example", number=f"a{number}")

    def everybody(limit):
        seen, behind = [], None
        while True:
            page = find(session, Wanted(ue.id, start=start), behind=behind, limit=limit)
            seen += [one.id for one in page.memberships]
            behind = page.further
            if behind is None:
                return seen

    assert everybody(4) == everybody(50)
    assert len(set(everybody(4))) == len(everybody(4)) == 21


def test_nobody_of_another_union_is_found_or_paged_from(session, unifor, member, found):
    stranger = make_person(session, unifor, email="stranger@x.example", family_name="Abbot")
    member("Ana Garza")

    assert found("stranger") == []
    assert found(behind=Place(0, stranger.memberships[0].id)) == ["Ana"]
    assert found(behind=Place(9, 1)) == []


@pytest.fixture(params=[2_000, 0], ids=["few", "many"])
def few(request, monkeypatch):
    monkeypatch.setattr(finding, "FEW", request.param)


@pytest.mark.usefixtures("few")
def test_former_members_are_there_until_they_are_left_out(member, found):
    member("Ana Garza")
    member("Eve Garza", ended_on=date(2026, 4, 1))

    assert found("gar") == ["Ana", "Eve"]
    assert found("gar", who=Who.MEMBERS) == ["Ana"]
    assert found("gar", who=Who.FORMER) == found(who=Who.FORMER) == ["Eve"]


@pytest.mark.usefixtures("few")
def test_people_are_found_by_how_they_stand_with_a_list(session, member, found):
    trade = make_list(session, make_alliance(session), "trade")
    member("Ana Garza", lists=[trade])
    member("Eve Garza", lists=[trade], standing=Standing.UNSUBSCRIBED)
    member("Luc Garza")

    assert found("gar", on=On(trade.id, Standing.CONFIRMED)) == ["Ana"]
    assert found(on=On(trade.id, Standing.UNSUBSCRIBED)) == ["Eve"]
