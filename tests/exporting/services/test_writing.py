"""Exports that are cancelled, killed and expire: a file is whole or not there, and readable by nobody else."""

import contextlib
import csv
from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.audiences.models import Segment
from newsletter.audiences.rule import OnLists
from newsletter.audiences.written import to_json
from newsletter.errors import NotVisible
from newsletter.exporting import rows
from newsletter.exporting.choice import Choice
from newsletter.exporting.columns import Column
from newsletter.exporting.lifecycle import ExportNotNow, ExportState
from newsletter.exporting.services.asking import cancel, discard
from newsletter.exporting.services.claiming import beat, claim, finish
from newsletter.exporting.services.tending import forget_exports
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import CustomField, FieldValue, Standing
from tests.clock import NOON
from tests.exporting.conftest import House
from tests.factories import make_list, make_person


def addresses(house, export):
    with (house.home / "exports" / export.file).open(encoding="utf-8-sig", newline="") as file:
        return [row["Email"] for row in csv.DictReader(file)]


@pytest.fixture
def people(house: House):
    both = make_person(house.session, house.ue, house.unifor, lists=[house.medicare], email="both@m.example")
    made = [make_person(house.session, house.ue, email=f"p{number}@m.example") for number in range(4)]
    make_person(house.session, house.unifor, lists=[house.medicare], email="theirs@m.example")
    return [both, *made]


def test_a_whole_union_and_nobody_elses(house, people):
    export = house.asks()
    house.works(export)

    assert addresses(house, export) == [one.email for one in people]
    assert (export.state, export.rows, export.rows_in_all) == (ExportState.READY, 5, 5)
    assert [job.numbers for job in house.letterbox.jobs] == []  # sent with the commit, which is the caller's


def test_who_stands_like_this_with_a_list(house, people):
    left = make_person(
        house.session, house.ue, lists=[house.medicare], standing=Standing.UNSUBSCRIBED, email="left@m.example"
    )

    for standing, email in ((Standing.CONFIRMED, "both@m.example"), (Standing.UNSUBSCRIBED, left.email)):
        export = house.asks(choice=Choice(house.medicare.id, standing))
        house.works(export)
        assert addresses(house, export) == [email]


def test_former_members_only_where_they_are_asked_for(house, people):
    people[1].memberships[0].ended_on = NOON.date()
    kept, all_of_them = house.asks(), house.asks(choice=Choice(former=True))
    house.works(kept)
    house.works(all_of_them)

    assert people[1].email not in addresses(house, kept)
    assert people[1].email in addresses(house, all_of_them)


def test_whom_a_segment_means_with_what_the_union_knows_of_its_own(house, people):
    field = CustomField(
        union_id=house.ue.id, key="shift", kind=FieldKind.YES_NO, label={"en": "Night"}, choices=[], position=1
    )
    rule = to_json(OnLists((house.medicare.id,)))
    segment = Segment(union_id=house.ue.id, name="For Medicare", rule=rule, made_at=NOON, changed_at=NOON)
    house.session.add_all([field, segment])
    house.session.flush()
    membership = house.membership(people[0].id)
    house.session.add(FieldValue(membership_id=membership.id, field_id=field.id, number=1))
    export = house.asks(choice=Choice(segment_id=segment.id), columns=[Column.EMAIL, Column.FIELDS])
    house.works(export)

    path = house.home / "exports" / export.file
    assert path.read_text("utf-8-sig").splitlines() == ["Email,Night", "both@m.example,Yes"]


def test_what_never_ends_is_not_tried_for_ever(house, people):
    export = house.asks(choice=Choice(segment_id=None))
    export.choice = export.choice | {"segment": 4711}
    for _ in range(6):
        with contextlib.suppress(NotVisible):
            house.works(export)
        house.clock.wait(minutes=6)

    house.session.refresh(export)
    assert (export.state, house.files) == (ExportState.CANCELLED, [])


def test_another_unions_list_does_not_exist(house):
    theirs = make_list(house.session, house.unifor, "theirs", is_public=False)

    with pytest.raises(NotVisible):
        house.asks(choice=Choice(theirs.id))


def test_a_file_is_ours_alone_and_its_name_says_nothing(house, people):
    export = house.asks()
    house.works(export)
    [path] = house.files

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(path.name) >= 32
    assert export.size_bytes == path.stat().st_size


def test_it_reads_in_sets_that_join_without_a_seam(house, people):
    found = rows.sets(house.session, union=house.ue, choice=Choice(), size=2)

    assert [one.email for some in found for one in some] == [one.email for one in people]


def test_a_file_expires(house, people):
    export = house.asks()
    house.works(export)
    house.clock.wait(days=2)
    house.tends()
    assert house.files

    house.clock.wait(days=1)
    house.tends()

    assert house.files == []
    assert (export.state, export.file) == (ExportState.GONE, None)


def test_what_is_cancelled_before_leaves_nothing(house, people):
    export = house.asks()
    cancel(house.session, export=export, account_id=house.account.id, now=NOON)
    house.works(export)

    assert export.state is ExportState.CANCELLED
    assert not (house.home / "exports").exists()


def test_whoever_writes_learns_that_nobody_wants_it(house, people):
    export = house.asks()
    claimed = claim(house.session, export_id=export.id, home=house.home, now=NOON)
    assert claimed
    cancel(house.session, export=export, account_id=house.account.id, now=NOON)

    assert not beat(house.session, claimed, rows=1, rows_in_all=5, now=NOON)
    assert not finish(house.session, claimed, rows=5, now=NOON)


def test_two_that_are_named_for_one_write_it_once(house, people):
    export = house.asks()
    assert claim(house.session, export_id=export.id, home=house.home, now=NOON)

    assert claim(house.session, export_id=export.id, home=house.home, now=NOON) is None


def test_a_dead_worker_s_file_goes_and_another_begins_anew(house, people):
    export = house.asks()
    dead = claim(house.session, export_id=export.id, home=house.home, now=house.clock())
    assert dead
    assert house.tends() == []
    house.clock.wait(minutes=6)
    assert house.tends() == [export.id]

    house.works(export)

    assert not dead.path.exists()
    assert len(house.files) == 1
    assert not finish(house.session, dead, rows=5, now=house.clock())


def test_a_worker_that_is_to_end_gives_it_back(house, people):
    export = house.asks()
    house.ends = True
    house.works(export)
    assert (export.state, house.files) == (ExportState.QUEUED, [])

    house.ends = False
    assert house.tends() == [export.id]
    house.works(export)
    assert export.state is ExportState.READY


def test_a_job_that_was_lost_is_named_again(house, people):
    export = house.asks()
    assert house.tends() == []

    house.clock.wait(seconds=31)

    assert house.tends() == [export.id]


def test_forgetting_somebody_takes_every_file_they_may_stand_in(house, people):
    ready, under_way = house.asks(), house.asks()
    house.works(ready)
    claimed = claim(house.session, export_id=under_way.id, home=house.home, now=NOON)
    assert claimed

    assert forget_exports(house.session, home=house.home, union_ids=[house.ue.id], now=NOON) == 2

    assert house.files == []
    assert (ready.state, under_way.state) == (ExportState.GONE, ExportState.QUEUED)
    assert not finish(house.session, claimed, rows=5, now=NOON)
    house.works(under_way)
    assert under_way.state is ExportState.READY


def test_another_unions_files_stay(house, people):
    export = house.asks()
    house.works(export)

    assert forget_exports(house.session, home=house.home, union_ids=[house.unifor.id], now=NOON) == 0
    assert house.files


def test_the_log_has_who_asked_and_what_became_of_it(house, people):
    export = house.asks()
    house.works(export)
    discard(house.session, export=export, home=house.home, account_id=house.account.id, now=NOON)
    with pytest.raises(ExportNotNow):
        cancel(house.session, export=export, account_id=house.account.id, now=NOON)

    lines = house.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [(one.verb, one.union_id, one.account_id) for one in lines] == [
        (verb, house.ue.id, house.account.id) for verb in ("export.asked", "export.written", "export.deleted")
    ]
    assert lines[1].details == {"format": "csv", "rows": 5}


def test_strays_of_the_dead_are_swept_out(house, people):
    export = house.asks()
    house.works(export)
    stray = house.home / "exports" / "stray"
    stray.touch()
    house.clock.now = house.clock.now.fromtimestamp(stray.stat().st_mtime, tz=house.clock.now.tzinfo)
    export.expires_at = house.clock() + timedelta(days=9)
    house.tends()
    assert stray in house.files

    house.clock.wait(days=2)
    house.tends()

    assert [path.name for path in house.files] == [export.file]
