from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsletter.rendering.when import Elsewhere, when
from tests.rendering.samples import EXCHANGE

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("language", "day", "hours", "zone"),
    [
        ("en", "Thursday, November 12, 2026", "6:30\u202fPM – 8:00\u202fPM", f"Central Standard Time (UTC{MINUS}6)"),
        ("fr", "jeudi 12 novembre 2026", "18:30 – 20:00", f"heure normale du centre nord-américain (UTC{MINUS}6)"),
        ("es", "jueves, 12 de noviembre de 2026", "18:30 – 20:00", f"hora estándar central (UTC{MINUS}6)"),
    ],
)
def test_readers_are_told_the_day_and_hour_as_they_would_say_it(language, day, hours, zone):
    told = when(EXCHANGE, language)

    assert (told.day, told.hours, told.zone) == (day, hours, zone)


def _at(year, month, zone, *elsewhere):
    start = datetime(year, month, 15, 19, 0, tzinfo=ZoneInfo(zone))
    return replace(EXCHANGE, starts_at=start, ends_at=None, time_zone=zone, other_zones=elsewhere)


@pytest.mark.parametrize(("month", "hour"), [(1, "18:00"), (7, "17:00")])
def test_mexico_keeps_its_clocks_while_toronto_changes_them(month, hour):
    assert when(_at(2026, month, "America/Toronto", "America/Mexico_City"), "es").elsewhere == (
        Elsewhere("Ciudad de México", hour),
    )


def test_half_hours_and_other_days_are_said():
    told = when(_at(2026, 1, "America/St_Johns", "Asia/Kathmandu"), "fr")

    assert told.zone.endswith(f"(UTC{MINUS}3:30)")
    assert told.elsewhere == (Elsewhere("Kathmandu", "ven. 04:15"),)


def test_the_events_own_zone_is_not_repeated():
    assert when(_at(2026, 1, "America/Phoenix", "America/Phoenix"), "en").elsewhere == ()


def test_a_night_that_ends_tomorrow_says_so():
    event = _at(2026, 1, "America/Phoenix")

    told = when(replace(event, ends_at=event.starts_at + timedelta(hours=8)), "fr")

    assert told.hours == "19:00 – ven. 16 janv., 03:00"


def test_an_unknown_zone_is_told_in_utc():
    assert when(replace(EXCHANGE, time_zone="Nowhere/At_All"), "en").hours == "12:30\u202fAM – 2:00\u202fAM"
