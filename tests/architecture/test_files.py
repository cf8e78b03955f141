import ast
import re
from statistics import median

import pytest

from tests.architecture.source import ROOT, files, name, python

SAYS_NOTHING = {"common", "core", "data", "handler", "helper", "helpers", "manager", "misc", "util", "utils"}
LONGEST_FILE = 350
HISTORY = "newsletter/migrations/versions"

WRITTEN = [path for path in python("newsletter", "workers") if not name(path).startswith(HISTORY)]
LINES = {name(path): len(path.read_text().splitlines()) for path in WRITTEN}


def test_most_files_are_read_at_a_glance():
    assert median(LINES.values()) <= 70


def test_no_file_has_outgrown_its_room():
    assert {path: lines for path, lines in LINES.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("folder", ["newsletter", "workers", "tests"])
def test_every_module_is_named_for_what_it_decides(folder):
    parts = {path: set(path.relative_to(ROOT).with_suffix("").parts) for path in python(folder)}

    assert [name(path) for path, words in parts.items() if words & SAYS_NOTHING] == []


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in WRITTEN
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_nothing_points_at_a_folder_of_one_machine_or_out_of_the_tree():
    one_machine = re.compile(r"(?<![\w.:/-])/(home|root|Users|work)(/|\b(?!\w))")
    outwards = re.compile(r"(?:\.\./)+[\w.-]+")
    found = []
    for path in files():
        text = path.read_text(errors="ignore")
        found += [f"{name(path)}: {match[0]}" for match in one_machine.finditer(text)]
        found += [
            f"{name(path)}: {match[0]}"
            for match in outwards.finditer(text)
            if not (path.parent / match[0]).resolve().is_relative_to(ROOT)
        ]

    assert found == []
