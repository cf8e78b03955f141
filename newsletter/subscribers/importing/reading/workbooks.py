"""Workbooks (XLSX) on their way to a text file. What is wrong with one is said before or instead of opening it."""

import mmap
import subprocess
import sys
import zlib
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from newsletter.subscribers.importing.reading import unpacking
from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile
from newsletter.subscribers.importing.reading.unpacking import Ending

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a workbook with a password (MS-OFFCRYPTO 2.3)."""

UNPACKED_LIMIT = 1024 * 1024 * 1024
"""Bytes of all parts together: 1,048,576 rows of a dozen columns are 600 MB."""

_RATIO_LIMIT = 200
"""A million rows that are all alike are packed to a hundred-and-twentieth."""

_MOST_PARTS = 10_000
_SMALL = 16 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_LOCAL_HEADER = 30
"""Bytes before the name in a part's own header (APPNOTE 4.3.7)."""

_FLAWS: dict[int, FileFlaw] = {
    Ending.PASSWORD: FileFlaw.PASSWORD,
    Ending.BROKEN: FileFlaw.BROKEN_WORKBOOK,
    Ending.NO_SHEET: FileFlaw.NO_SHEET,
}


def is_workbook(path: Path) -> bool:
    """Whether a file is one, as its first bytes say. Raises UnreadableFile for those that are not opened."""
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
        if start == _COMPOUND:
            raise UnreadableFile(FileFlaw.PASSWORD if _is_encrypted(file) else FileFlaw.OLD_WORKBOOK)
    return start.startswith(_ZIP)


def unpack(workbook: Path, table: Path) -> None:
    """Write a workbook's first visible sheet as comma-separated UTF-8. Raises UnreadableFile."""
    _weigh(workbook)
    command = [sys.executable, "-m", unpacking.__name__, str(workbook), str(table)]
    try:
        ended = subprocess.run(
            command, check=False, capture_output=True, timeout=2 * unpacking.TIME_S, env={"PYTHONPATH": _path()}
        ).returncode
    except subprocess.TimeoutExpired:
        raise UnreadableFile(FileFlaw.BOMB) from None
    if ended != Ending.DONE:
        table.unlink(missing_ok=True)
        raise UnreadableFile(_FLAWS.get(ended, FileFlaw.BOMB))


def _path() -> str:
    return ":".join(one for one in sys.path if one)


def _is_encrypted(file: BinaryIO) -> bool:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0


def _weigh(path: Path) -> None:
    """Unpack every part into nothing and count: what a part says of its own size need not be true."""
    try:
        with path.open("rb") as file, ZipFile(file) as archive:
            parts, total = archive.infolist(), 0
            if len(parts) > _MOST_PARTS:
                raise UnreadableFile(FileFlaw.BOMB)
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise UnreadableFile(FileFlaw.NOT_TEXT)
            for part in parts:
                total = _weighed(file, part, total)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise UnreadableFile(FileFlaw.BROKEN_WORKBOOK) from None


def _weighed(file: BinaryIO, part: ZipInfo, before: int) -> int:
    """What all parts weigh together with this one."""
    if part.flag_bits & 1:
        raise UnreadableFile(FileFlaw.PASSWORD)
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise UnreadableFile(FileFlaw.BROKEN_WORKBOOK)
    if part.compress_type == ZIP_STORED:
        return before + part.compress_size
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    weight, left, inflating = 0, part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    packed = b""
    while not inflating.eof and (packed or left):
        if not packed:
            packed = file.read(min(left, _CHUNK_BYTES))
            if not packed:
                raise EOFError
            left -= len(packed)
        weight += len(inflating.decompress(packed, _CHUNK_BYTES))
        packed = inflating.unconsumed_tail
        if before + weight > UNPACKED_LIMIT or weight > max(_SMALL, part.compress_size * _RATIO_LIMIT):
            raise UnreadableFile(FileFlaw.BOMB)
    return before + weight
