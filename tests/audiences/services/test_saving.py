from dataclasses import replace

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.audiences import BadRule
from newsletter.audiences.members import headcounts, page
from newsletter.audiences.models import Segment
from newsletter.audiences.queries import own_segment
from newsletter.audiences.rule import (
    AllOf,
    Answered,
    HasField,
    InLocals,
    InSegment,
    InUnions,
    NoneOf,
    OnLists,
    Reads,
    WasSent,
)
from newsletter.audiences.services.saving import (
    ChangedMeanwhile,
    NameTaken,
    SegmentInUse,
    change,
    check,
    delete,
    make,
)
from newsletter.errors import NotVisible
from newsletter.subscribers.models import MemberRole, Standing
from newsletter.unions.models import Union
from tests.audiences.population import DOCKS, IBU, ILWU, TRADE, UE, Person, lay_ground, settle
from tests.clock import NOON

FRENCH = Reads(("fr",))


@pytest.fixture
def at(session):
    """What a union of the ground does."""
    lay_ground(session)
    session.flush()

    def where(union_id=ILWU):
        return {"union": session.get_one(Union, union_id), "within": {ILWU, IBU}, "now": NOON}

    return where


@pytest.fixture
def kept(session, at):
    def keep(name, rule, union_id=ILWU):
        return make(session, **at(union_id), name=name, rule=rule, account_id=1)

    return keep


FRANCOPHONE = Person(((ILWU, MemberRole.MEMBER),), {TRADE: Standing.CONFIRMED}, "fr", "US", None, ())


def again(session, at, segment, **more):
    how = {"seen": segment.revision, "name": segment.name, "rule": FRENCH, "account_id": 2} | more
    change(session, segment=segment, **at(), **how)


def test_a_segment_is_made_changed_and_deleted_and_the_log_says_so(session, at, kept):
    segment = kept("Readers", FRENCH)
    again(session, at, segment, name="Others", rule=NoneOf((FRENCH,)))

    assert (segment.name, segment.revision, segment.made_by, segment.changed_by) == ("Others", 2, 1, 2)
    delete(session, segment=segment, account_id=1, now=NOON)
    assert session.scalars(select(Segment)).all() == []
    assert [one.verb.split(".")[1] for one in session.scalars(select(Activity))] == ["made", "changed", "deleted"]


def test_two_who_write_at_once_do_not_undo_each_other(session, at, kept):
    segment = kept("Readers", FRENCH)
    again(session, at, segment)

    with pytest.raises(ChangedMeanwhile):
        again(session, at, segment, seen=1)


def test_a_name_is_one_segments_in_its_union(session, at, kept):
    kept("Readers", FRENCH)
    kept("Readers", FRENCH, UE)

    with pytest.raises(NameTaken):
        kept("Readers", FRENCH)


def test_a_circle_is_found_when_it_is_closed(session, at, kept):
    first = kept("First", FRENCH)
    second = kept("Second", InSegment(first.id))

    with pytest.raises(BadRule, match=r"all\[0\]|\[0\]"):
        again(session, at, first, rule=AllOf((InSegment(second.id),)))
    with pytest.raises(BadRule):
        again(session, at, first, rule=InSegment(first.id))


def test_what_another_uses_stays(session, at, kept):
    first = kept("First", FRENCH)
    kept("Second", InSegment(first.id))

    with pytest.raises(SegmentInUse) as refusal:
        delete(session, segment=first, account_id=1, now=NOON)
    assert refusal.value.names == ["Second"]


def test_another_unions_segment_does_not_exist(session, at, kept):
    theirs = kept("Theirs", FRENCH, UE)

    with pytest.raises(NotVisible):
        own_segment(session, union_ids=(ILWU,), segment_id=theirs.id)
    with pytest.raises(BadRule, match="a segment that is not there"):
        kept("Mine", InSegment(theirs.id))


@pytest.mark.parametrize(
    "strange",
    [OnLists((4,)), InUnions((UE,)), InLocals((UE,)), HasField(1, test=True), Answered((99,), "yes"), WasSent((1,))],
)
def test_what_is_anothers_and_what_is_not_there_are_refused_alike(session, at, strange):
    with pytest.raises(BadRule) as refusal:
        check(session, AllOf((FRENCH, strange)), **at())

    assert refusal.value.path == "all[1]"
    assert refusal.value.problem.endswith("that is not there")


def test_its_own_and_the_alliances_can_be_named(session, at):
    rule = AllOf(
        (OnLists((DOCKS, TRADE)), InUnions((IBU,)), InLocals((ILWU,)), HasField(3, test=True), Answered((1,), "no"))
    )

    assert check(session, rule, **at()) == rule


def test_people_are_counted_once_and_by_union(session, at):
    both = replace(FRANCOPHONE, memberships=((IBU, MemberRole.MEMBER), (ILWU, MemberRole.MEMBER)))
    settle(session, [both, FRANCOPHONE])

    assert headcounts(session, FRENCH, union_ids={ILWU, IBU}) == {IBU: 1, ILWU: 1}
    assert headcounts(session, FRENCH, union_ids={ILWU}) == {ILWU: 2}
    assert headcounts(session, Reads(("es",)), union_ids={ILWU}) == {ILWU: 0}


def test_members_come_a_page_at_a_time(session, at):
    settle(session, [FRANCOPHONE] * 3)

    first = page(session, FRENCH, union_id=ILWU, limit=2)
    last = first[-1]
    second = page(session, FRENCH, union_id=ILWU, behind=(last.sort_name, last.id), limit=2)

    assert [one.subscriber_id for one in (*first, *second)] == [1, 2, 3]
