"""A steward takes everything out: asked for on the page, written by a worker, saved by the browser."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.staff import Staff

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_leaving_with_everything(stage, visit, tmp_path):
    steward = Staff(visit(stage), "steward@ue.example", "ue")
    steward.signs_in()
    steward.goes("/people/exports")

    steward.presses("Write the archive")
    save = steward.page.get_by_role("link", name="Save the file")
    expect(save).to_be_visible(timeout=30_000)
    steward.looks_in_all("export-ready")
    with steward.page.expect_download() as saving:
        save.click()

    saving.value.save_as(tmp_path / "ue.zip")
    steward.presses("Delete it now")
    steward.is_told("The file is deleted.")
    with zipfile.ZipFile(tmp_path / "ue.zip") as archive:
        assert {"manifest.json", "people.jsonl", "fates.jsonl"} <= set(archive.namelist())
