import shutil
from pathlib import Path

import pytest

import newsletter.seeds
from newsletter.rendering.colour import contrast
from newsletter.seeds import BadSeed, available, read
from newsletter.seeds.drawing import address_name, draw

SHIPPED = Path(newsletter.seeds.__file__).parent
RESOLUTION_SAYS = (
    "This work is critical to our future and to building an independent democratic militant labor movement."
)


@pytest.fixture
def folder(tmp_path):
    """A folder of seeds to spoil."""
    shutil.copytree(SHIPPED / "nasp", tmp_path / "other")
    return tmp_path


def spoil(path, old, new):
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_another_alliance_is_another_folder(folder):
    spoil(folder / "other/unions.toml", 'slug = "nasp"', 'slug = "other-alliance"')

    assert available(folder) == ["other"]
    assert read("other", folder).unions.alliance.slug == "other-alliance"


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(BadSeed, match=r"'nowhere'.*nasp"):
        read("nowhere")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("unions.toml", 'colour = "#1b4f8f"', 'colour = "blue"', "other/unions.toml: unions.0.colour: "),
        ("lists.toml", "slug =", "slugg =", "other/lists.toml: lists.0.slug: "),
        ("people.toml", "random_seed = ", "random_seed = = ", "other/people.toml: "),
        ("campaigns/1-update/fr.toml", 'kind = "quote"', 'kind = "qoute"', "1-update/fr.toml: blocks.8: .*qoute"),
        ("campaigns/1-update/campaign.toml", '"fr"', '"de"', "1-update/de.toml: "),
    ],
)
def test_a_mistake_is_named_by_file_and_place(folder, file, old, new, complaint):
    spoil(folder / "other" / file, old, new)

    with pytest.raises(BadSeed, match=complaint):
        read("other", folder)


def test_the_same_seed_draws_the_same_people():
    assert draw(read("nasp")) == draw(read("nasp"))


def test_addresses_are_plain_whatever_the_name():
    assert address_name("José Luis", "Núñez") == "joseluis.nunez"
    assert address_name("", "") == "member"


def test_every_colour_carries_white_text():
    for union in read("nasp").unions.everyone:
        assert contrast(union.colour, "#ffffff") >= 4.5


def test_the_quote_is_the_resolution_word_by_word():
    update = next(one for one in read("nasp").samples.campaigns if one.about.kind == "update")

    assert [block["text"] for block in update.variants["en"].blocks if block["kind"] == "quote"] == [RESOLUTION_SAYS]
