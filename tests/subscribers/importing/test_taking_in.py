"""Taking people in, held against the oracle on both databases."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import bindparam, select

from newsletter.errors import NotVisible
from newsletter.subscribers.importing.entries import Entry
from newsletter.subscribers.importing.outcomes import Outcome
from newsletter.subscribers.importing.taking_in import Consent, foretell, take_in
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    ConsentRecord,
    MemberRole,
    Membership,
    Scope,
    Standing,
    Subscriber,
    Subscription,
    Suppression,
    SuppressionReason,
)
from newsletter.subscribers.services.suppressing import suppress
from newsletter.unions.queries import locals_of
from tests.clock import NOON
from tests.factories import make_person
from tests.factories.people import SIGNER
from tests.subscribers.conftest import ROSA, Desk
from tests.subscribers.importing.oracle import World

SUPPRESSED = select(Suppression.scope, Suppression.union_id, Suppression.list_id).where(
    Suppression.address_hash == bindparam("hash")
)
PEOPLE = [f"p{number}@members.example" for number in range(5)]


def import_(desk, *entries, union=None, lists=(), basis=Basis.MEMBERSHIP, verb=take_in):
    more = {} if verb is foretell else {"now": NOON}
    return verb(
        desk.session,
        union=union or desk.ue,
        entries=entries,
        consent=Consent(basis, tuple(one.id for one in lists), "/imports/1") if lists else None,
        signer=SIGNER,
        **more,
    )


def member(desk, union, address=ROSA):
    return desk.session.scalar(
        select(Membership).join(Subscriber).where(Subscriber.email == address, Membership.union_id == union.id)
    )


def test_a_new_member_is_taken_in_with_evidence(desk: Desk):
    entry = Entry(2, ROSA, names=("Rosa", "Díaz"), number="007", joined_on=date(2020, 5, 31), language="es")

    assert import_(desk, entry, lists=[desk.trade]) == {2: Outcome.NEW}

    rosa = member(desk, desk.ue)
    assert (rosa.given_name, rosa.sort_name, rosa.number, rosa.role) == (
        "Rosa",
        "diaz rosa",
        "007",
        MemberRole.MEMBER,
    )
    assert (rosa.subscriber.language, rosa.subscriber.created_at) == ("es", NOON)
    assert desk.standing(rosa.subscriber, desk.trade) is Standing.CONFIRMED
    [record] = desk.evidence()
    assert (record.action, record.basis, record.source) == (ConsentAction.CONFIRMED, Basis.MEMBERSHIP, "/imports/1")


def test_without_a_ground_nobody_can_be_mailed(desk: Desk):
    import_(desk, Entry(2, ROSA))

    assert desk.session.scalars(select(Subscription)).all() == []
    assert desk.evidence() == []


def test_twice_changes_nothing(desk: Desk):
    entries = Entry(2, ROSA, names=("Rosa", "Díaz")), Entry(3, "jo@members.example")
    import_(desk, *entries, lists=[desk.trade, desk.strikes])

    assert set(import_(desk, *entries, lists=[desk.trade, desk.strikes]).values()) == {Outcome.SAME}
    assert len(desk.evidence()) == 4


def test_an_empty_cell_empties_nothing(desk: Desk):
    import_(desk, Entry(2, ROSA, names=("Rosa", "Díaz"), number="7"))

    assert import_(desk, Entry(2, ROSA, number="8")) == {2: Outcome.CHANGED}

    assert (member(desk, desk.ue).family_name, member(desk, desk.ue).number) == ("Díaz", "8")


@pytest.mark.parametrize("scope", [Scope.UNION, Scope.ALLIANCE])
def test_who_left_stays_gone(desk: Desk, scope):
    rosa = desk.join(desk.trade)
    desk.leave(rosa, scope)
    before = len(desk.evidence())

    assert import_(desk, Entry(2, ROSA, names=("Rosa", "D")), lists=[desk.climate]) == {2: Outcome.GONE}

    assert desk.standing(rosa, desk.climate) is None
    assert len(desk.evidence()) == before


def test_who_was_erased_is_not_made_again(desk: Desk):
    """Only the keyed hash is left of them."""
    desk.bar(ROSA, SuppressionReason.LEFT)

    assert import_(desk, Entry(2, ROSA), lists=[desk.trade]) == {2: Outcome.GONE}
    assert desk.person() is None


def test_a_list_somebody_left_is_not_opened_again(desk: Desk):
    rosa = desk.join(desk.trade)
    desk.leave(rosa, Scope.LIST)

    assert import_(desk, Entry(2, ROSA), lists=[desk.trade]) == {2: Outcome.SAME}
    assert desk.standing(rosa, desk.trade) is Standing.UNSUBSCRIBED


def test_who_has_not_answered_yet_is_left_to_answer(desk: Desk):
    desk.ask(desk.trade)

    import_(desk, Entry(2, ROSA), lists=[desk.trade])

    person = desk.person()
    assert person is not None
    assert desk.standing(person, desk.trade) is Standing.PENDING


def test_a_language_somebody_chose_stays(desk: Desk):
    rosa = desk.join(desk.trade, language="es")

    import_(desk, Entry(2, ROSA, language="fr", region="CA-QC", country="CA"))

    assert (rosa.language, rosa.region) == ("es", None)


def test_another_unions_member_is_new_here_and_the_same_there(desk: Desk):
    make_person(desk.session, desk.unifor, email=ROSA, given_name="Rosa", family_name="Luna")

    assert import_(desk, Entry(2, ROSA, names=("R.", "Díaz"))) == {2: Outcome.NEW}

    assert member(desk, desk.unifor).family_name == "Luna"
    assert member(desk, desk.ue).family_name == "Díaz"


def test_leaving_another_union_is_not_leaving_this_one(desk: Desk):
    rosa = desk.join(desk.trade, union=desk.unifor)
    desk.leave(rosa, Scope.UNION, union=desk.unifor)

    assert import_(desk, Entry(2, ROSA)) == {2: Outcome.NEW}


def test_nobody_is_put_on_another_unions_list(desk: Desk):
    with pytest.raises(NotVisible):
        import_(desk, Entry(2, ROSA), union=desk.unifor, lists=[desk.strikes])


def test_foretelling_writes_nothing(desk: Desk):
    assert import_(desk, Entry(2, ROSA), lists=[desk.trade], verb=foretell) == {2: Outcome.NEW}

    assert desk.person() is None
    assert desk.evidence() == []


ENTRIES = some.lists(
    some.builds(
        Entry,
        line=some.just(0),
        email=some.sampled_from(PEOPLE),
        names=some.sampled_from([None, ("Jo", "Hill"), ("", "Hill"), ("Zoé", "Ñandú")]),
        local_id=some.sampled_from([None, 1]),
        role=some.sampled_from([None, MemberRole.LEADER, MemberRole.MEMBER]),
        number=some.sampled_from([None, "007", "7\t\\N"]),
        joined_on=some.sampled_from([None, date(2020, 5, 31)]),
        language=some.sampled_from([None, "fr"]),
        country=some.sampled_from([None, "CA"]),
        region=some.sampled_from([None, "CA-QC"]),
    ),
    max_size=5,
    unique_by=lambda one: one.email,
)
TURNS = some.lists(
    some.tuples(ENTRIES, some.booleans(), some.lists(some.integers(0, 1), unique=True)), min_size=1, max_size=3
)
LEAVINGS = some.sets(some.tuples(some.sampled_from(PEOPLE), some.sampled_from(Scope)), max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LEAVINGS, TURNS)
def test_every_line_has_the_outcome_and_every_row_the_value_the_oracle_says(desk: Desk, leavings, turns):
    """Rows = new + changed + same + gone; what was foretold happens; a second time changes nothing."""
    with desk.session.begin_nested() as example:
        _hold_against_the_oracle(desk, leavings, turns)
        example.rollback()


def _hold_against_the_oracle(desk, leavings, turns):
    world, lists = World(), [desk.trade, desk.climate]
    for address, scope in sorted(leavings):
        owner = desk.alliance if scope is Scope.ALLIANCE else desk.ue
        about = desk.trade.id if scope is Scope.LIST else owner.id
        world.suppressed.add((address, scope, about))
        suppress(
            desk.session,
            address_hash=SIGNER.address_hash(address),
            scope=scope,
            union_id=owner.id,
            list_id=desk.trade.id if scope is Scope.LIST else 0,
            reason=SuppressionReason.LEFT,
            now=NOON,
        )
    for entries, elsewhere, numbers in turns:
        union, chosen = desk.unifor if elsewhere else desk.ue, [lists[number] for number in sorted(numbers)]
        local = locals_of(desk.session, union.id)[0].id
        meant = [one._replace(line=line, local_id=one.local_id and local) for line, one in enumerate(entries, 2)]
        ids = [one.id for one in chosen]
        said = world.take_in(meant, union=union.id, alliance=desk.alliance.id, language="en", lists=ids)
        assert import_(desk, *meant, union=union, lists=chosen, verb=foretell) == said
        assert import_(desk, *meant, union=union, lists=chosen) == said
        assert _known(desk) == world
        again = import_(desk, *meant, union=union, lists=chosen)
        assert all(again[line] is (what if what is Outcome.GONE else Outcome.SAME) for line, what in said.items())
        assert _known(desk) == world
    assert len(desk.evidence()) == len(world.evidence)


def _known(desk):
    """What the database holds, as the oracle says it."""
    people = desk.session.scalars(select(Subscriber)).all()
    suppressed = {
        (address, scope, number if scope is Scope.LIST else union)
        for address in PEOPLE
        for scope, union, number in desk.session.execute(SUPPRESSED, {"hash": SIGNER.address_hash(address)})
    }
    return World(
        {one.email: (one.language, one.country, one.region) for one in people},
        {
            (one.email, each.union_id): {
                name: getattr(each, name)
                for name in ("local_id", "role", "given_name", "family_name", "number", "joined_on")
            }
            for one in people
            for each in one.memberships
        },
        {(one.email, each.list_id): each.standing for one in people for each in one.subscriptions},
        suppressed,
        {
            tuple(one)
            for one in desk.session.execute(
                select(Subscriber.email, ConsentRecord.list_id, ConsentRecord.union_id).join(
                    Subscriber, Subscriber.id == ConsentRecord.subscriber_id
                )
            )
        },
    )
