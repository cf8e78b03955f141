import pytest
from hypothesis import given

from newsletter.rendering.cleaning import TooDeep, UselessLink, link, one_line, rich_text, says_something
from tests.rendering.strategies import links, rich, words


def test_a_line_keeps_the_space_that_french_stands_on():
    assert one_line("  Qui\npaie\u00a0?\x00 ") == "Qui paie\u00a0?"


def test_nobody_can_write_a_mark():
    assert one_line("\ue000leave_url\ue001") == "leave_url"


@pytest.mark.parametrize(
    "address",
    ["https://ue.example/a?b=1&c=2#d", "http://ue.example", "mailto:news@ue.example", "https://café.example/é"],
)
def test_a_working_link_stays_as_it_is(address):
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "ue.example", "//ue.example", "/guide", "https://", "https://[::1", "https://ue.example:99999/"),
        *("javascript:alert(1)", "data:text/html,x", "mailto:ue", "ftp://ue.example/"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(address):
    with pytest.raises(UselessLink):
        link(address)


@given(links)
def test_a_clean_link_stays_clean(address):
    assert link(link(address)) == link(address)
    assert not set('<>"\\{} ') & set(link(address))


def test_rich_text_keeps_what_it_may_hold_and_the_words_of_the_rest():
    html = '<div onclick="x()">One <b>two</b> <i>three</i><script>four</script> <h1>five</h1></div>'

    assert rich_text(html) == "One <strong>two</strong> <em>three</em> five"


def test_a_link_in_rich_text_that_leads_nowhere_is_only_words():
    assert rich_text('<a href="javascript:x()" target="_top">here</a>') == "<a>here</a>"


def test_an_abyss_of_lists_is_refused_before_the_compiler_falls_into_it():
    with pytest.raises(TooDeep):
        rich_text("<ul><li>" * 5_000)


@given(rich | words)
def test_cleaning_twice_changes_nothing(html):
    assert rich_text(rich_text(html)) == rich_text(html)


@pytest.mark.parametrize(("html", "says"), [("<p>&nbsp;</p>", False), ("<p> <br></p>", False), ("<p>x</p>", True)])
def test_tags_alone_say_nothing(html, says):
    assert says_something(html) is says
