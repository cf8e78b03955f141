"""A union's roster as a file of as many people as a bench asks for; who is who follows from the row's number."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

LOCALS = 40

HEADER = ("Email", "First Name", "Last Name", "Local", "Member Number", "Date Joined", "Language", "Province")
_GIVEN = ("Maria", "James", "Geneviève", "Rosa", "Joe", "Amélie", "Luis", "Fatima", "Wei", "Anne-Marie", "Robert")
_FAMILY = ("Garza", "Hill", "Tremblay", "O’Neil", "Smith", "Núñez", "Nguyen", "Lavoie", "Okafor", "Johnson", "Roy")
_LANGUAGES = ("English", "English", "Français", "English", "Spanish", "English")
_PROVINCES = ("Ontario", "ON", "Québec", "British Columbia", "Alberta", "Ontario", "Manitoba")
_HOSTS = ("gmail.com", "members.example", "hotmail.com", "videotron.ca", "yahoo.com", "outlook.com")
_SHUFFLED = 2_654_435_761
"""Knuth's, so that addresses come in no order, as in a roster that is sorted by something else."""

_FIRST_DAY, _DAYS = date(1985, 1, 1), 14_600


def write_roster(path: Path, rows: int) -> None:
    """Write so many people under a header, in UTF-8, lines as Excel ends them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_people(rows))


def address(number: int) -> str:
    """Of one person."""
    tag = number * _SHUFFLED % 2**32
    given, family = _GIVEN[tag % 11].encode("ascii", "ignore").decode(), _FAMILY[tag % 7]
    return f"{given}.{family[:1]}{tag:08x}{number}@{_HOSTS[number % 6]}".lower()


def _people(rows: int) -> Iterator[tuple[object, ...]]:
    for number in range(rows):
        yield (
            address(number),
            _GIVEN[number % 11],
            _FAMILY[number * 7 // 3 % 11],
            f"Local {number % LOCALS + 1}",
            f"{number:07}",
            (_FIRST_DAY + timedelta(days=number * 13 % _DAYS)).isoformat(),
            _LANGUAGES[number % 6],
            _PROVINCES[number % 7],
        )
