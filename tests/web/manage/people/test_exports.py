"""Taking people out, as a steward does it in a browser."""

import csv
import io
import re
import zipfile
from contextlib import contextmanager
from functools import partial

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsletter.accounts.models import Role
from newsletter.exporting.models import Export
from newsletter.exporting.office import silent_post
from newsletter.exporting.services import taking
from newsletter.exporting.services.writing import Office, write_export
from tests.clock import NOON

PAGE = "/manage/ue/people/exports"
FIELDS = {"whom": "everybody", "standing": "confirmed", "columns": ["email", "name"], "kind": "csv"}


def read(answer):
    assert answer.status_code == 200, answer.text
    with answer:
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def take(steward, ask):
    """Send the form of the page."""

    def send(page=PAGE, **fields):
        return ask(steward, page, **FIELDS | fields)

    return send


@pytest.fixture
def member(person, ue):
    return partial(person, ue)


@pytest.fixture
def press(steward):
    """A button of the page of an export."""

    def post(page, button, token):
        return steward.post(f"{page}/{button}", data={"csrf_token": token}, follow_redirects=True)

    return post


@pytest.fixture
def large(take, monkeypatch):
    """The page of an export that is too large to be waited for."""
    monkeypatch.setattr(taking, "AT_ONCE", -1)
    return lambda: take().location


@pytest.fixture
def work(rows, settings, queue):
    """Let a worker do what was asked for."""

    @contextmanager
    def sessions():
        with Session(rows.get_bind()) as session, session.begin():
            yield session

    def write():
        for job in queue.emptied():
            write_export(
                Office(sessions, sessions, settings.home, silent_post(settings, lambda: NOON)), **job.numbers
            )

    return write


@pytest.fixture
def kept(settings):
    """The files there are."""
    return lambda: list((settings.home / "exports").iterdir())


def token_on(answer):
    return re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', answer.text)[0]


def test_a_small_table_comes_at_once_and_is_kept_nowhere(take, member, person, unifor, kept):
    member(email="maria@ue.example", given_name="=Maria")
    person(unifor, email="jean@unifor.example")

    answer = take()

    assert read(answer) == [["Email", "First name", "Last name"], ["maria@ue.example", "'=Maria", "Garza"]]
    assert re.fullmatch(r"attachment; filename=ue-[0-9-]{10}\.csv", answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert kept() == []


def test_it_is_told_afterwards(take, steward, member):
    member()
    take()

    assert "File deleted" in steward.get(PAGE).text


def test_a_workbook(take, member, tmp_path):
    member(email="maria@ue.example")
    path = tmp_path / "members.xlsx"
    path.write_bytes(take(kind="xlsx").data)

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert sheet == [["Email", "First name", "Last name"], ["maria@ue.example", "Maria", "Garza"]]


def test_the_people_page_s_filter_is_kept(take, steward, member, medicare):
    member(email="on@ue.example", lists=[medicare])
    member(email="off@ue.example")

    page = steward.get(f"{PAGE}?list={medicare.id}&standing=confirmed").text
    assert f'<option selected value="list-{medicare.id}">' in page
    answer = take(whom=f"list-{medicare.id}", columns=["email", "standing"])

    assert read(answer)[1:] == [["on@ue.example", "confirmed"]]


def test_headings_are_in_the_steward_s_language(take, member):
    member(email="maria@ue.example")

    assert read(take(f"{PAGE}?lang=fr"))[0] == ["Courriel", "Prénom", "Nom de famille"]


def test_no_column_is_no_table(take):
    answer = take(columns=[])

    assert answer.status_code == 422
    assert "Choose at least one column." in answer.text


def test_a_list_nobody_showed_is_no_choice(take, steward):
    assert take(whom="list-4711").status_code == 422
    assert steward.get(f"{PAGE}?list=4711").status_code == 404


def test_a_large_one_is_written_by_a_worker_and_fetched_later(steward, member, large, work):
    member(email="maria@ue.example")
    page = large()
    assert "Waiting its turn" in steward.get(page).text
    assert steward.get(f"{page}/file").status_code == 404

    work()

    assert "Ready" in steward.get(page).text
    assert "HX-Refresh" in steward.get(f"{page}/now?state=queued").headers
    assert read(steward.get(f"{page}/file"))[1:] == [["maria@ue.example", "Maria", "Garza"]]


def test_deleting_it_before_its_time(steward, press, large, work, kept):
    page = large()
    token = token_on(steward.get(page))
    work()

    press(page, "delete", token)

    assert kept() == []
    assert steward.get(f"{page}/file").status_code == 404
    assert "There is no file of it any more." in press(page, "delete", token).text


def test_stopping_it(steward, press, large, work, rows):
    page = large()
    token = token_on(steward.get(page))

    assert "Stopped" in press(page, "cancel", token).text
    work()

    assert rows.scalars(select(Export.file)).one() is None
    assert "It was too late" in press(page, "cancel", token).text


def test_leaving_with_everything(steward, member, work):
    member(email="maria@ue.example")
    answer = steward.post(f"{PAGE}/everything", data={"csrf_token": token_on(steward.get(PAGE))})
    page = answer.location
    assert "Waiting its turn" in steward.get(page).text

    work()

    with steward.get(f"{page}/file") as found, zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        assert found.mimetype == "application/zip"
        assert b"maria@ue.example" in archive.read("people.jsonl")
    assert "Everything" in steward.get(PAGE).text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.APPROVER])
def test_only_stewards_take_people_out(at_desk, ue, role):
    assert at_desk(ue, role).get(PAGE).status_code == 403


def test_another_union_s_file_does_not_exist(at_desk, unifor, large, work):
    page = large()
    work()
    other = at_desk(unifor)

    for ending in ("", "/file", "/now"):
        assert other.get(page.replace("/ue/", "/unifor/") + ending).status_code == 404
        assert other.get(page + ending).status_code == 404
