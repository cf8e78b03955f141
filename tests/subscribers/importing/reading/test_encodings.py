from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.subscribers.importing.reading.encodings import decoded, encoding_of
from newsletter.subscribers.importing.reading.flaws import FileFlaw, UnreadableFile

NAMES = (
    "name,city\nGeneviève Côté,Québec\nJosé Muñoz,Ciudad de México\nÉlodie D’Aoust,Trois-Rivières\n"
    "Íñigo Ángel,Cancún\nFrançois Noël,Saint-Jérôme\n"
)


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_names_of_our_languages_are_read_as_they_were_written(name):
    content = NAMES.encode(name)

    found, mark = encoding_of(BytesIO(content))

    assert (found, mark) == (name, 0)
    assert content.decode(found) == NAMES


@pytest.mark.parametrize(
    ("codec", "name", "mark"), [("utf-8-sig", "utf-8", 3), ("utf-16", "utf-16-le", 2)], ids=["utf-8", "utf-16"]
)
def test_a_mark_at_the_beginning_settles_it(codec, name, mark):
    assert encoding_of(BytesIO(NAMES.encode(codec))) == (name, mark)


@pytest.mark.parametrize("name", ["utf-8", "cp1252", "mac_roman"])
@pytest.mark.parametrize("first", ["Geneviève", "Muñoz", "Élodie", "CÔTÉ", "André et Chloé"])
def test_one_name_a_million_lines_down_is_enough(name, first):
    content = b"rosa@members.example,Rosa\n" * 20_000 + first.encode(name)

    found, _ = encoding_of(BytesIO(content))

    assert content.decode(found).endswith(first)


def test_a_line_of_another_encoding_in_a_file_is_read_by_itself():
    lines = ["José Muñoz".encode(), "Muñoz".encode("cp1252"), "Geneviève Côté".encode()]

    found, _ = encoding_of(BytesIO(b"\n".join(lines)))

    assert [decoded(line, found) for line in lines] == ["José Muñoz", "Muñoz", "Geneviève Côté"]


def test_an_empty_file_says_so():
    with pytest.raises(UnreadableFile) as refusal:
        encoding_of(BytesIO())

    assert refusal.value.flaw is FileFlaw.EMPTY


def test_a_picture_is_not_a_table():
    with pytest.raises(UnreadableFile) as refusal:
        encoding_of(BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9))

    assert refusal.value.flaw is FileFlaw.NOT_TEXT


@given(some.binary(max_size=400))
def test_any_bytes_have_an_encoding_or_are_refused(content):
    try:
        name, mark = encoding_of(BytesIO(content))
    except UnreadableFile as refusal:
        assert refusal.told("fr")
    else:
        assert isinstance(decoded(content[mark:], name), str)
