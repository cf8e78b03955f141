"""Where a campaign's pages are, and what a writer does there."""

from dataclasses import dataclass
from typing import Any

import pytest

from newsletter.campaigns.models import Campaign, Variant
from newsletter.campaigns.side_by_side import StoredBlock, blocks_of
from tests.web.manage.conftest import Browser, Page, again


@dataclass
class Desk:
    """Somebody in front of one campaign's pages."""

    browser: Browser
    rows: Any
    before: Campaign
    pages: str

    @property
    def campaign(self) -> Campaign:
        """As the database has it now."""
        now: Campaign = again(self.rows, self.before)
        return now

    def blocks(self, language="en") -> list[StoredBlock]:
        return blocks_of(self._variant(language))

    def seen(self, language="en") -> int:
        """The revision of the words on the screen."""
        return self._variant(language).revision

    def _variant(self, language) -> Variant:
        return next(one for one in self.campaign.variants if one.language == language)

    def get(self, path="") -> Page:
        return self.browser.get(f"{self.pages}{path}")

    def post(self, path, **fields) -> Page:
        return self.browser.post(f"{self.pages}{path}", **fields)

    def add(self, kind, **fields) -> Page:
        """Add a block of this kind at the end, or in the column named."""
        self.get(f"/text/en?add={kind}")
        return self.post("/text/en/blocks", **{"seen": self.seen(), "block_kind": kind, "position": 99} | fields)


@pytest.fixture
def ue(desks):
    """UE's own campaign, in English and French."""
    return desks.campaign["ue"]


@pytest.fixture
def anna_writes(anna, rows, ue):
    return Desk(anna, rows, ue, f"/manage/ue/campaigns/{ue.id}")


@pytest.fixture
def joint(desks, nadia, rows):
    """The alliance's campaign, about which every union was asked."""
    campaign = desks.campaign["nasp"]
    desk = Desk(nadia, rows, campaign, f"/manage/nasp/campaigns/{campaign.id}")
    nadia.get("/manage/nasp/")
    desk.post("/approvals/ask")
    return desk


@pytest.fixture
def anna_reads(anna, rows, joint):
    """UE looking at the joint campaign."""
    return Desk(anna, rows, joint.before, f"/manage/ue/campaigns/{joint.before.id}")
