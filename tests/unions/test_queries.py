import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from newsletter.unions import queries
from newsletter.unions.models import SenderIdentity
from tests.factories import make_alliance, make_union


@pytest.fixture
def family(session):
    """ILWU with its affiliate IBU and an affiliate of that, beside UE."""
    alliance, ue, ilwu = make_alliance(session), make_union(session, "ue"), make_union(session, "ilwu")
    ibu = make_union(session, "ibu", parent=ilwu)
    region = make_union(session, "ibu-north", parent=ibu)
    return {"alliance": alliance, "ue": ue, "ilwu": ilwu, "ibu": ibu, "region": region}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["ilwu"], {"ilwu", "ibu", "region"}),
        (["ibu"], {"ibu", "region"}),
        (["region"], {"region"}),
        (["ue"], {"ue"}),
        (["ue", "ilwu", "ibu"], {"ue", "ilwu", "ibu", "region"}),
        ([], set()),
    ],
)
def test_affiliates_are_found_however_deep(session, family, asked, found):
    ids = queries.with_affiliates(session, [family[name].id for name in asked])

    assert ids == {family[name].id for name in found}


def test_a_circle_of_affiliates_ends(session, family):
    family["ilwu"].parent_id = family["region"].id
    session.flush()

    assert queries.with_affiliates(session, [family["ibu"].id]) == {
        family[name].id for name in ("ilwu", "ibu", "region")
    }


def test_the_alliance_is_one_and_comes_first(session, family):
    assert queries.alliance(session) is family["alliance"]
    assert [one.slug for one in queries.everyone(session)] == ["alliance", "ibu", "ibu-north", "ilwu", "ue"]


def test_a_union_is_found_by_its_public_name(session, family):
    assert queries.by_slug(session, "ue") is family["ue"]
    assert queries.by_slug(session, "UE'; --") is None


def test_locals_are_those_of_the_union(session, family):
    assert [(one.number, one.union_id) for one in queries.locals_of(session, family["ue"].id)] == [
        ("506", family["ue"].id)
    ]
    assert queries.locals_of(session, family["alliance"].id) == []


def test_mail_comes_from_the_default_sender(session, family):
    ue = family["ue"]
    other = {"name": "Strike fund", "address": "fund@ue.example", "reply_to": "fund@ue.example"}
    session.add(SenderIdentity(union_id=ue.id, is_default=False, **other))
    session.flush()

    assert queries.default_sender(session, ue.id).address == "news@ue.example"


def test_a_union_has_no_second_default_sender(session, family):
    session.add(
        SenderIdentity(union_id=family["ue"].id, name="Other", address="o@ue.example", reply_to="", is_default=True)
    )

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_union_without_a_sender_says_so(session, family):
    session.delete(queries.default_sender(session, family["ue"].id))
    session.flush()

    with pytest.raises(NoResultFound):
        queries.default_sender(session, family["ue"].id)
