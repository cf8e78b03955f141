"""Archives that are damaged, or made to do harm: refused with a reason, and nothing of them is written."""

import hashlib
import io
import json
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from newsletter.exporting.archive import checking
from newsletter.exporting.archive.contents import FILES, MANIFEST, VERSION
from newsletter.exporting.archive.reading import BadArchive, NewerArchive, reading
from newsletter.subscribers.models import Membership
from newsletter.unions.models import Union

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def files_of(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def written(path, files, *, names=(), compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in [*files.items(), *names]:
            file.writestr(name, content)
    return path


def vouched(files):
    """With a manifest that says of these files what is so."""
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [
        {
            "name": name,
            "records": content.count(b"\n") if name in FILES else None,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in files.items()
        if name != MANIFEST
    ]
    return files | {MANIFEST: json.dumps(manifest).encode()}


def changed(content, at, /, **fields):
    """A file with one line that says something else."""
    lines = content.splitlines()
    lines[at] = json.dumps(json.loads(lines[at]) | fields).encode()
    return b"\n".join(lines) + b"\n"


def read(path):
    with reading(path) as archive:
        checking.check(archive)


def refusal(path):
    with pytest.raises(BadArchive) as refused:
        read(path)
    return str(refused.value)


def test_what_is_whole_is_taken(archive):
    read(archive)
    read(written(archive, vouched(files_of(archive))))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "mails/../x.eml", "C:\\x", "people.jsonl/", "x"])
def test_a_name_that_is_no_name_of_ours(archive, name):
    files = files_of(archive)

    assert "no archive of ours" in refusal(written(archive, files, names=[(name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice(archive):
    files = files_of(archive)

    assert "twice" in refusal(written(archive, files, names=[("people.jsonl", b"")]))


def test_a_bomb(archive):
    files = files_of(archive) | {"activity.jsonl": b" " * 30_000_000}

    assert "made to do harm" in refusal(written(archive, vouched(files)))


def test_an_endless_line(archive):
    files = files_of(archive) | {"activity.jsonl": random.Random(1).randbytes(5_000_000).replace(b"\n", b"")}

    assert "a line of more than" in refusal(written(archive, vouched(files)))


def test_a_hash_that_is_wrong(archive):
    files = files_of(archive)
    files["people.jsonl"] = files["people.jsonl"].replace(b"jo@m.example", b"al@m.example")

    assert "not the file the manifest describes" in refusal(written(archive, files))


@pytest.mark.parametrize("count", [0, 99])
def test_a_count_that_is_wrong(archive, count):
    files = files_of(archive)
    manifest = json.loads(files[MANIFEST])
    next(one for one in manifest["files"] if one["name"] == "people.jsonl")["records"] = count

    files[MANIFEST] = json.dumps(manifest).encode()
    assert f"the manifest says {count}" in refusal(written(archive, files))


def test_a_newer_one_says_so(archive):
    files = files_of(archive)
    manifest = json.loads(files[MANIFEST]) | {"version": VERSION + 1, "something": "new"}
    written(archive, files | {MANIFEST: json.dumps(manifest).encode()})

    with pytest.raises(NewerArchive, match="upgrade"):
        read(archive)


def test_a_file_that_is_missing_or_not_named(archive):
    files = files_of(archive)
    without = {name: content for name, content in files.items() if name != "fates.jsonl"}
    assert "fates.jsonl is missing" in refusal(written(archive, without))

    assert "exactly the files" in refusal(written(archive, files | {"mails/9-en.eml": b"x"}))


@pytest.mark.parametrize(
    ("name", "at", "fields", "reason"),
    [
        ("people.jsonl", 1, {"number": 7}, "numbered from 1"),
        ("people.jsonl", 1, {"email": "maria@m.example"}, "somebody twice"),
        ("people.jsonl", 1, {"email": "Jo@M.example"}, "not as an address is kept"),
        ("people.jsonl", 1, {"email": "jo@m.example\r\nBcc: x"}, "not an address"),
        ("people.jsonl", 1, {"local": "999"}, "there is none"),
        ("people.jsonl", 0, {"role": "king"}, "role: "),
        ("people.jsonl", 0, {"given_name": "a\0b"}, "NUL"),
        ("people.jsonl", 0, {"surprise": 1}, "surprise: "),
        ("subscriptions.jsonl", 0, {"person": 99}, "person 99"),
        ("subscriptions.jsonl", 0, {"on_list": 4711}, "4711"),
        ("consents.jsonl", 0, {"wording": 4711}, "4711"),
        ("consents.jsonl", 0, {"at": "2026-05-01T12:00:00"}, "at: "),
        ("suppressions.jsonl", 0, {"on_list": None}, "on_list"),
        ("campaigns.jsonl", 0, {"topic": 4711}, "4711"),
        ("campaigns.jsonl", 0, {"audience": {"lists": "x"}}, "not written as campaigns are"),
        ("campaigns.jsonl", 0, {"variants": []}, "its source is missing"),
        ("fates.jsonl", 1, {"person": 1}, "there twice"),
        ("union.jsonl", 0, {"kind": "alliance"}, "the alliance itself"),
        ("union.jsonl", 0, {"slug": "other"}, "whose archive"),
        ("senders.jsonl", 0, {"is_default": False}, "exactly one sender"),
    ],
)
def test_lines_that_do_not_fit(archive, name, at, fields, reason):
    files = files_of(archive)
    files[name] = changed(files[name], at, **fields)

    said = refusal(written(archive, vouched(files)))

    assert reason in said
    assert "@" not in said


def test_a_value_that_is_none_of_its_field_writes_nothing(archive, bring, elsewhere):
    files = files_of(archive)
    files["people.jsonl"] = changed(files["people.jsonl"], 1, fields={"shift": "soon"})
    written(archive, vouched(files))

    with pytest.raises(BadArchive, match="shift"):
        bring(archive)


def test_what_is_refused_leaves_nothing(archive, bring, elsewhere):
    before = elsewhere.scalar(select(func.count(Membership.id))), elsewhere.scalar(select(func.count(Union.id)))
    files = files_of(archive)
    files["fates.jsonl"] = changed(files["fates.jsonl"], -1, campaign=4711)
    written(archive, vouched(files))

    with pytest.raises(BadArchive):
        bring(archive)

    assert (
        elsewhere.scalar(select(func.count(Membership.id))),
        elsewhere.scalar(select(func.count(Union.id))),
    ) == before


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.data())
def test_whatever_is_done_to_its_bytes(archive, tmp_path, data):
    """Cut off, overwritten or mixed up: it is the same archive, or one that is refused with a sentence."""
    content = bytearray(archive.read_bytes())
    for _ in range(data.draw(some.integers(1, 4))):
        place = data.draw(some.integers(0, len(content) - 1))
        match data.draw(some.sampled_from(["cut", "flip", "drop", "repeat"])):
            case "cut":
                del content[place + 1 :]
            case "flip":
                content[place] ^= data.draw(some.integers(1, 255))
            case "drop":
                del content[place : place + data.draw(some.integers(1, 50))]
            case _:
                content[place:place] = content[place : place + data.draw(some.integers(1, 200))]
        if not content:
            break
    path = tmp_path / "damaged.zip"
    path.write_bytes(bytes(content))

    try:
        read(path)
    except BadArchive as refused:
        assert str(refused)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert file.testzip() is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.sampled_from(sorted(FILES)), some.binary(max_size=200) | some.text(max_size=200).map(str.encode))
def test_whatever_stands_in_a_file(archive, tmp_path, name, content):
    path = tmp_path / "strange.zip"
    written(path, vouched(files_of(archive) | {name: content}))

    try:
        read(path)
    except BadArchive as refused:
        assert str(refused)
