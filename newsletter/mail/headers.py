"""Header lines as bytes, CRLF included: what goes in is what a mail reader gets out, or it is refused.

Three ways to write a value: `text_line` for words (encoded where needed), `phrase_line` for a name before
`<something>`, `raw_line` for what machines read and must never see encoded, such as List-Unsubscribe.
"""

import re
from datetime import datetime
from email.utils import format_datetime

from newsletter.mail import encoded_words
from newsletter.mail.address import Mailbox

_LINE_LIMIT = 76
"""RFC 2047 for a line with encoded-words; RFC 5322 would like 78 for all others."""

_HARD_LIMIT = 998
_NAME_LIMIT = 40
_LONGEST_WORD = 500

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_BREAKS = re.compile(r"[\r\n\0]")
_PRINTABLE = re.compile(r"[ -~]*")
_TOKEN = re.compile(r"[!-;=?-~]+")
_WIDE_TOKEN = re.compile(r"[!-;=?-~\xa1-\u2027\u202a-\ud7ff\ue000-\U0010ffff]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WORDS = re.compile(r" *[^ ]+")


class BadHeader(ValueError):
    """A value that cannot stand in its header."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name


class HeaderInjection(BadHeader):
    """A value holds a line break or another sign that would end its header and begin something else."""


def text_line(name: str, text: str) -> bytes:
    """Words for people. Spaces at the ends are dropped, as every reader drops them."""
    _refuse_breaks(name, text)
    words = text.strip(" ")
    if not _reads_raw(words):
        words = _encode_middle(words, _room_beside(name))
    return _fold(name, words)


def phrase_line(name: str, phrase: str, token: str) -> bytes:
    """`phrase <token>`: a name and the address or id it belongs to."""
    return _fold(name, f"{_phrase(name, phrase)}<{clean_token(name, token)}>")


def address_line(name: str, phrase: str, address: str) -> bytes:
    """`phrase <address>`, where the address may hold any letters: UTF-8 then, as a relay with SMTPUTF8 takes it."""
    if address.isascii():
        return phrase_line(name, phrase, address)
    if not _WIDE_TOKEN.fullmatch(address):
        raise HeaderInjection(name, "holds a sign that cannot stand in an address")
    return _folded_line(name, f"{_phrase(name, phrase)}<{address}>").encode()


def mailbox_line(name: str, mailbox: Mailbox) -> bytes:
    return phrase_line(name, mailbox.name, str(mailbox.address))


def raw_line(name: str, value: str) -> bytes:
    """ASCII exactly as given, folded only at its spaces."""
    if not _PRINTABLE.fullmatch(value):
        raise HeaderInjection(name, "must be printable ASCII on one line")
    return _fold(name, value.strip(" "))


def date_line(moment: datetime) -> bytes:
    if moment.tzinfo is None:
        raise BadHeader("Date", "needs a time with its zone")
    return raw_line("Date", format_datetime(moment))


def clean_token(name: str, value: str) -> str:
    """The value, if it may stand between angle brackets: printable ASCII without spaces and `<>`."""
    if not _TOKEN.fullmatch(value):
        raise HeaderInjection(name, "holds a sign that cannot stand in an address or link")
    return value


def _phrase(name: str, phrase: str) -> str:
    """The words of a name, and the space behind them; nothing for none."""
    _refuse_breaks(name, phrase)
    words = " ".join(phrase.split())  # readers make one space of several in a name
    if not words:
        return ""
    if not _reads_raw(words):
        words = encoded_words.encode(words, _room_beside(name))
    elif not _ATOMS.fullmatch(words):
        words = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{words} "


def _refuse_breaks(name: str, value: str) -> None:
    if _BREAKS.search(value):
        raise HeaderInjection(name, "holds a line break")


def _reads_raw(words: str) -> bool:
    return _needs_no_encoding(words) and "  " not in words


def _needs_no_encoding(words: str) -> bool:
    return (
        _PRINTABLE.fullmatch(words) is not None
        and "=?" not in words
        and (len(words) <= _LONGEST_WORD or max(map(len, words.split(" "))) <= _LONGEST_WORD)
    )


def _room_beside(name: str) -> int:
    """How long an encoded-word may be so that the first fits on a line with the header's name."""
    return min(encoded_words.LONGEST, _LINE_LIMIT - len(name) - 2)


def _encode_middle(text: str, longest: int) -> str:
    """Encode from the first word that needs it to the last: between two encoded-words spaces are lost."""
    if "  " in text:
        return encoded_words.encode(text, longest)
    words = text.split(" ")
    needy = [at for at, word in enumerate(words) if not _needs_no_encoding(word)]
    first, end = needy[0], needy[-1] + 1
    middle = encoded_words.encode(" ".join(words[first:end]), longest)
    return " ".join([*words[:first], middle, *words[end:]])


def _fold(name: str, value: str) -> bytes:
    return _folded_line(name, value).encode("ascii")


def _folded_line(name: str, value: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > _NAME_LIMIT:
        raise BadHeader(repr(name), "is not a header name")
    line = f"{name}: {value}"
    if len(line) > _LINE_LIMIT:
        line = "\r\n".join(_folded(f"{name}:", value))
    return line + "\r\n"


def _folded(line: str, value: str) -> list[str]:
    """Lines that break only before a space of the value; its first word stays beside the name."""
    lines = []
    first, *others = _WORDS.findall(f" {value}")
    line += first
    for word in others:
        if len(line) + len(word) > _LINE_LIMIT:
            lines.append(line)
            line = ""
        line += word
    lines.append(line)
    if max(map(len, lines)) > _HARD_LIMIT:
        raise BadHeader(lines[0].partition(":")[0], "holds a word longer than a mail line can be")
    return lines
