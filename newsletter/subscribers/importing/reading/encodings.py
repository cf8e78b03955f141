"""In which encoding a file was saved: no program writes it down, so it is told by what the bytes would say."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile

SAMPLE_BYTES = 64 * 1024
_EVIDENCE_BYTES = 256 * 1024
"""Of lines beyond ASCII: enough to tell encodings apart, however far behind the first line they begin."""

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_MANY_NULS = 0.2
"""Part of all bytes. UTF-16 of Latin letters has half; text with a stray NUL next to none."""

_ODD = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MANY_ODD = 0.05

_LETTERS = "àâäáãåçéèêëîïíìôöóòõùûüúÿñœæ"
_SIGNS = frozenset("’‘“”–—«»°ºª¡¿…€·\xa0")
_LOWER, _UPPER = frozenset(_LETTERS), frozenset(_LETTERS.upper())


def encoding_of(file: BinaryIO) -> tuple[str, int]:
    """A codec's name and the length of the mark at the beginning (BOM). Raises UnreadableFile.

    The whole file may be looked through, at the speed of the disk. A UTF-8 file with some lines in another encoding
    is UTF-8: such lines are read by themselves.
    """
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    if not sample:
        raise UnreadableFile(FileFlaw.EMPTY)
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name, len(mark)
    if wide := _utf_16(sample):
        return wide, 0
    if sample.count(0) > len(sample) * _MANY_NULS or len(_ODD.findall(sample)) > len(sample) * _MANY_ODD:
        raise UnreadableFile(FileFlaw.NOT_TEXT)
    file.seek(0)
    return _of_bytes(b"".join(_beyond_ascii(file))), 0


def decoded(line: bytes, encoding: str) -> str:
    """A line as text, whatever its bytes: what the encoding cannot say is read as Windows-1252."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return line.decode(encoding if encoding.startswith("utf-16") else "cp1252", "replace")


def _utf_16(sample: bytes) -> str | None:
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) * _MANY_NULS:
        return None
    if odd > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > odd * 4 else None


def _beyond_ascii(file: BinaryIO) -> Iterator[bytes]:
    found = 0
    while found < _EVIDENCE_BYTES and (chunk := file.read(SAMPLE_BYTES)):
        if not chunk.isascii():
            chunk += file.readline(SAMPLE_BYTES)  # no sign is cut in two
            found += len(chunk)
            yield chunk


def _of_bytes(evidence: bytes) -> str:
    good = len(evidence.decode("utf-8", "ignore").encode()) - _ascii(evidence)
    broken = len(evidence) - _ascii(evidence) - good
    if broken <= good:
        return "utf-8"
    return max(("cp1252", "mac_roman"), key=lambda name: _plausible(evidence.decode(name, "replace")))


def _ascii(evidence: bytes) -> int:
    return len(evidence) - len(evidence.translate(None, bytes(range(128))))


def _plausible(text: str) -> int:
    """How well the signs beyond ASCII stand where they stand, in our languages; ties go to Windows."""
    score = 0
    for at, sign in enumerate(text):
        if sign.isascii():
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign in _LOWER:
            score += 2
        elif sign in _UPPER:
            score += -2 if before.islower() or (before.isupper() and after.islower()) else 1
        else:
            score += 1 if sign in _SIGNS and not (before.isalpha() and after.isalpha() and sign != "’") else -2
    return score
