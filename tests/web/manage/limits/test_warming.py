"""Owners put a relay or their domain on a ramp, and take it off."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from newsletter.activity.models import Activity
from newsletter.delivery.models import WarmUp
from newsletter.delivery.pacing.warming import Ramp, RampOn

ALL = "/manage/nasp/settings/limits"
HERE = "/manage/ue/settings/limits/warm-up/domain/ue.example"
TYPED = {"first": "200", "growth_percent": "50", "target": "5,000"}


@pytest.fixture
def begin(anna, rows):
    """Puts UE's domain on a ramp; the page that follows."""

    def put(**otherwise):
        anna.get(HERE)
        return anna.post(HERE, **TYPED | otherwise)

    return put


def words(page):
    text = re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1].split("</main>")[0])
    return html.unescape(" ".join(text.split()))


def kept(rows):
    rows.rollback()
    return rows.scalars(select(WarmUp)).all()


def test_a_ramp_is_proposed_and_shown_before_it_begins(anna, rows):
    page = anna.get(HERE)

    assert 'value="500"' in page.text
    assert "Day by day, if it begins today" in words(page)
    assert "Day 21" in words(page)
    assert kept(rows) == []


def test_it_begins_today(begin, anna, rows):
    page = begin()

    assert page.url == HERE
    assert "Today is day 1 200 mails may go today." in words(page)
    (row,) = kept(rows)
    assert (row.subject, row.name, row.ramp) == (RampOn.DOMAIN, "ue.example", Ramp(200, 50, 5000))
    (line,) = rows.scalars(select(Activity).where(Activity.verb == "warm_up.set"))
    assert line.details == {"on": "domain", "name": "ue.example", "first": 200, "growth_percent": 50, "target": 5000}
    assert "ue.example Day 1 200" in words(anna.get("/manage/ue/settings/limits"))


def test_a_change_does_not_begin_it_anew(begin, rows):
    begin()
    rows.execute(update(WarmUp).values(began_at=datetime.now(UTC) - timedelta(days=2)))
    rows.commit()

    page = begin(growth_percent="100")

    assert "Today is day 3 800 mails may go today." in words(page)


def test_at_its_end_it_says_so(begin, anna, rows):
    begin()
    rows.execute(update(WarmUp).values(began_at=datetime.now(UTC) - timedelta(days=30)))
    rows.commit()

    assert "nothing is limited any more" in words(anna.get(HERE))


def test_it_can_be_taken_off(begin, anna, rows):
    begin()

    page = anna.post(f"{HERE}/end")

    assert "ue.example is not warmed up any more." in words(page)
    assert kept(rows) == []


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(begin, rows):
    bad = {
        "first": ("", "0", "many", "1000001"),
        "growth_percent": ("", "4", "101", "x"),
        "target": ("", "200", "-3", "100000001"),
    }
    for name, values in bad.items():
        for typed in values:
            page = begin(**{name: typed})
            assert page.status == 422, (name, typed)
            assert f'value="{typed}"' in page.text
            assert all(f'value="{text}"' in page.text for other, text in TYPED.items() if other != name)
    assert kept(rows) == []


def test_nobody_warms_up_what_is_not_theirs(anna, nadia, rows):
    anna.get(HERE)
    for of in ("domain/unifor.example", "domain/nasp.example", "relay/0", "relay/1", "relay/x"):
        page = f"/manage/ue/settings/limits/warm-up/{of}"
        assert anna.get(page).status == 404, of
        assert anna.post(page, **TYPED).status == 404, of
        assert anna.post(f"{page}/end").status == 404, of
    assert nadia.get(f"{ALL}/warm-up/relay/0").status == 200
    assert kept(rows) == []
