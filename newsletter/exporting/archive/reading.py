"""Reading an archive from anywhere: nothing in it is believed before its manifest, its hashes and its forms agree.

A line is all that is ever held of it, so that a bomb costs no more than the time its manifest admits to; nothing is
unpacked to a disk, so that a name in it is only ever a name.
"""

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from newsletter.errors import NewsletterError
from newsletter.exporting.archive.contents import FILES, FORMAT, MANIFEST, VERSION, schema_name
from newsletter.exporting.archive.records import Hash, Record, Slug

LONGEST_LINE = 4_000_000
"""Bytes: a campaign with all its words in three languages."""

MOST_FILES = 100_000
LARGEST_MANIFEST = 50_000_000
LARGEST_MAIL = 20_000_000
BOMB_RATIO = 400
"""Our lines pack to a thirtieth; what says that it is so many times its size is made to hurt."""

_SMALL_BYTES = 1_000_000
_PIECE_BYTES = 65_536
_NUL = rb"\u0000"
_MAIL = re.compile(r"mails/[0-9]+-[A-Za-z0-9-]+\.eml")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    IndexError,
)
"""What zipfile raises at one thing or another that is not as it should be."""

Line = TypeVar("Line", bound=Record)


class BadArchive(NewsletterError):
    """It cannot be taken in; says where it is wrong. Nothing of it was written."""


class NewerArchive(BadArchive):
    """It was made by a version of Newsletter that is newer than this."""


class FileEntry(BaseModel):
    """A file as the manifest has it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    records: int | None = Field(ge=0)
    bytes: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """What vouches for the rest."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: str
    version: int
    installation: str = Field(max_length=500)
    union: Slug
    made_at: AwareDatetime
    key_check: Hash
    files: list[FileEntry] = Field(max_length=MOST_FILES)


@dataclass(frozen=True)
class Archive:
    """One that is open, with a manifest that names exactly the files there are."""

    file: zipfile.ZipFile
    manifest: Manifest

    @property
    def made_at(self) -> datetime:
        """When it was written."""
        return self.manifest.made_at

    def count(self, name: str) -> int:
        """How many lines a file has."""
        return self._entry(name).records or 0

    def lines(self, name: str, kind: type[Line]) -> Iterator[Line]:
        """Each line of a file; at its end hash and count are compared. Raises BadArchive."""
        entry, seen = self._entry(name), 0
        for number, line in enumerate(self._raw_lines(entry), 1):
            if _NUL in line:
                raise BadArchive(f"{name}, line {number}: it holds a NUL character, which no database keeps")
            try:
                record = kind.model_validate_json(line)
            except (ValidationError, RecursionError) as problem:
                raise BadArchive(f"{name}, line {number}: {_first(problem)}") from None
            seen = number
            yield record
        if seen != entry.records:
            raise BadArchive(f"{name} has {seen} lines, and the manifest says {entry.records}")

    def check_whole(self, name: str) -> None:
        """A file that has no lines is what the manifest says. Raises BadArchive."""
        for _ in self._pieces(self._entry(name)):
            pass

    def _entry(self, name: str) -> FileEntry:
        return next(one for one in self.manifest.files if one.name == name)

    def _raw_lines(self, entry: FileEntry) -> Iterator[bytes]:
        rest = b""
        for piece in self._pieces(entry):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise BadArchive(f"{entry.name} has a line of more than {LONGEST_LINE} bytes")
        if rest:
            raise BadArchive(f"{entry.name} ends in the middle of a line")

    def _pieces(self, entry: FileEntry) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with _opened(self.file, entry.name) as file:
            while piece := _read(file, entry.name):
                digest.update(piece)
                size += len(piece)
                if size > entry.bytes:
                    break
                yield piece
        if size != entry.bytes or digest.hexdigest() != entry.sha256:
            raise BadArchive(f"{entry.name} is not the file the manifest describes: the archive is damaged")


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """An archive whose names and sizes are in order; what is in its files is not looked at. Raises BadArchive."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise
    except _BROKEN:
        raise BadArchive(f"{path.name} is no ZIP file, or was cut off") from None
    with file:
        infos = _checked(file)
        manifest = _manifest(file, infos)
        named = [one.name for one in manifest.files]
        if sorted(named) != sorted(infos.keys() - {MANIFEST}):
            raise BadArchive("the manifest does not name exactly the files there are: the archive is damaged")
        for entry in manifest.files:
            if infos[entry.name].file_size != entry.bytes:
                raise BadArchive(f"{entry.name} is not as large as the manifest says")
            if (entry.name in FILES) is not (entry.records is not None):
                raise BadArchive(f"{entry.name}: the manifest does not say how many lines it has")
        yield Archive(file, manifest)


def _checked(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    known = {MANIFEST, *FILES, *map(schema_name, FILES)}
    if len(file.infolist()) > MOST_FILES:
        raise BadArchive(f"it has more than {MOST_FILES} files")
    for info in file.infolist():
        if info.filename in found:
            raise BadArchive(f"{info.filename!r} is in it twice")
        if info.filename not in known and not _MAIL.fullmatch(info.filename):
            raise BadArchive(f"it has a file that no archive of ours has: {info.filename[:100]!r}")
        if info.flag_bits & 1:
            raise BadArchive("it has a password; take that off first")
        if info.file_size > _SMALL_BYTES and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            raise BadArchive(f"{info.filename} unpacks to {BOMB_RATIO} times its size: it is made to do harm")
        if _MAIL.fullmatch(info.filename) and info.file_size > LARGEST_MAIL:
            raise BadArchive(f"{info.filename} is no mail: it is larger than {LARGEST_MAIL} bytes")
        found[info.filename] = info
    if missing := known - found.keys():
        raise BadArchive(f"{min(missing)} is missing: it is no archive of a union, or was damaged")
    return found


def _manifest(file: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> Manifest:
    if infos[MANIFEST].file_size > LARGEST_MANIFEST:
        raise BadArchive("its manifest is too large to be one")
    with _opened(file, MANIFEST) as opened:
        content = b"".join(iter(lambda: _read(opened, MANIFEST), b""))
    try:
        said: Any = json.loads(content)
        form, version = said["format"], said["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadArchive("its manifest cannot be read") from None
    if form != FORMAT:
        raise BadArchive("it is no archive of a union")
    if not isinstance(version, int) or version > VERSION:
        raise NewerArchive(
            f"it has format {version}, and this Newsletter reads format {VERSION}: upgrade it, and try again"
        )
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as problem:
        raise BadArchive(f"its manifest: {_first(problem)}") from None


@contextmanager
def _opened(file: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        opened = file.open(name)
    except _BROKEN:
        raise BadArchive(f"{name} cannot be unpacked: the archive is damaged") from None
    with opened:
        yield opened


def _read(file: IO[bytes], name: str) -> bytes:
    try:
        return file.read(_PIECE_BYTES)
    except _BROKEN:
        raise BadArchive(f"{name} cannot be unpacked: the archive is damaged") from None


def _first(problem: ValidationError | RecursionError) -> str:
    """What is wrong and where, without the value: it may be an address."""
    if isinstance(problem, RecursionError):
        return "it is nested too deep"
    error = problem.errors(include_input=False, include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, error['loc'])) or 'the line'}: {error['msg']}"
