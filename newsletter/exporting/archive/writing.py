"""Writing the file itself: JSON Lines in a ZIP, each hashed and counted on its way, and the manifest behind them."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from newsletter.exporting.archive.contents import FILES, FORMAT, MANIFEST, VERSION, schema_name
from newsletter.exporting.archive.records import Record
from newsletter.tokens import Signer

KEY_CHECK = "archive@newsletter.invalid"
"""Whose hash tells whether two installations key their hashes alike."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A ZIP keeps local times; ours are in the manifest."""


@dataclass(frozen=True)
class Entry:
    """A file as the manifest has it."""

    name: str
    records: int | None
    """Lines; empty of a file that has none."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Where an archive comes from."""

    installation: str
    """The address of its pages."""

    union: str
    made_at: datetime
    key_check: str

    @classmethod
    def of(cls, signer: Signer, *, installation: str, union: str, made_at: datetime) -> "Origin":
        """With the mark of this installation's key."""
        return cls(installation, union, made_at, signer.address_hash(KEY_CHECK))


@dataclass
class Writer:
    """An archive being written."""

    file: zipfile.ZipFile
    entries: list[Entry] = field(default_factory=list)

    def lines(self, name: str, records: Iterable[Record]) -> None:
        """A file of records."""
        with self._open(name) as (write, count):
            for record in records:
                write(record.model_dump_json().encode() + b"\n")
                count()

    def whole(self, name: str, content: bytes) -> None:
        """A file as it is."""
        with self._open(name, counted=False) as (write, _):
            write(content)

    @contextmanager
    def _open(
        self, name: str, *, counted: bool = True
    ) -> Iterator[tuple[Callable[[bytes], None], Callable[[], None]]]:
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._entry(name) as file:

            def write(content: bytes) -> None:
                nonlocal size
                digest.update(content)
                size += len(content)
                file.write(content)

            def count() -> None:
                nonlocal lines
                lines += 1

            yield write, count
        self.entries.append(Entry(name, lines if counted else None, size, digest.hexdigest()))

    def _entry(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        return self.file.open(info, "w", force_zip64=True)

    def finish(self, origin: Origin) -> None:
        """The schemas, and the manifest that vouches for everything before it."""
        for name, kind in FILES.items():
            self.whole(schema_name(name), _json(_schema(kind)))
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "installation": origin.installation,
            "union": origin.union,
            "made_at": origin.made_at.isoformat(),
            "key_check": origin.key_check,
            "files": [asdict(one) for one in self.entries],
        }
        with self._entry(MANIFEST) as file:
            file.write(_json(manifest))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """An archive in the place of a file that is there, empty; without `finish` nobody reads it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        yield Writer(file)


def _schema(kind: type[Record]) -> dict[str, object]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema(mode="serialization")}


def _json(content: object) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
