from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from newsletter.events.time_zones import time_zone

NAMES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))

moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def written(name, moment):
    return time_zone(name, moment).to_ical().decode().split("\r\n")


@given(st.sampled_from(NAMES), moments)
def test_whoever_reads_it_has_the_right_hour(name, moment):
    there = moment.astimezone(ZoneInfo(name)).replace(fold=0)

    read: Any = Timezone.from_ical(time_zone(name, moment).to_ical())

    assert there.replace(tzinfo=read.to_tz(lookup_tzid=False)).utcoffset() == there.utcoffset()


@given(st.sampled_from(NAMES), moments)
def test_it_is_short(name, moment):
    assert len(time_zone(name, moment).to_ical()) < 900


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("America/Toronto", {"RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"}),
        ("America/Tijuana", {"RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"}),
        ("Europe/Paris", {"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"}),
        ("America/Mexico_City", set()),
        ("America/Phoenix", set()),
    ],
)
@pytest.mark.parametrize("month", [1, 7])
def test_rules_are_written_as_rules(name, rules, month):
    lines = written(name, datetime(2027, month, 1, tzinfo=UTC))

    assert {line for line in lines if line.startswith("RRULE")} == rules
    assert lines.count("BEGIN:STANDARD") == 1


def test_the_clock_is_changed_at_the_hour_it_showed():
    lines = written("America/St_Johns", datetime(2027, 7, 1, tzinfo=UTC))

    summer = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert "DTSTART:20270314T020000" in summer
    assert "TZOFFSETFROM:-0330" in summer
    assert "TZOFFSETTO:-0230" in summer


def test_a_year_in_which_the_rule_was_broken_is_right_too():
    last_spring = datetime(2022, 7, 1, tzinfo=UTC)  # Mexico put its clocks back for the last time that October

    lines = written("America/Mexico_City", last_spring)

    assert "BEGIN:DAYLIGHT" in lines
    assert timedelta(hours=-5) == last_spring.astimezone(ZoneInfo("America/Mexico_City")).utcoffset()
