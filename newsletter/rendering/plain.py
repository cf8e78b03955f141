"""Plain text for reading: lines of a comfortable width, in which links and marks are never broken."""

import re

WIDTH = 72

_WORD = re.compile("(?:\ue000[^\ue001]*\ue001|[^ \\t\\n])+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)


def wrap(text: str, *, first: str = "", indent: str = "", width: int = WIDTH) -> str:
    """The text in lines. `first` stands before the first line (a bullet), `indent` before the others."""
    return "\n".join(
        _filled(line, first=first if number == 0 else indent, indent=indent, width=width)
        for number, line in enumerate(text.split("\n"))
    )


def underlined(text: str, sign: str) -> str:
    """A heading."""
    lines = wrap(text).split("\n")
    return "\n".join([*lines, sign * min(max(map(len, lines)), WIDTH)])


def tidy(text: str) -> str:
    """Without trailing blanks, and never more than one empty line."""
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("", text)).strip("\n") + "\n"


def _filled(line: str, *, first: str, indent: str, width: int) -> str:
    lines, now = [], first
    for word in _WORD.findall(line):
        if now in (first, indent):
            now += word
        elif len(now) + 1 + len(word) <= width:
            now += " " + word
        else:
            lines.append(now)
            now = indent + word
    return "\n".join([*lines, now])
