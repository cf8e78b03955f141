"""What writers may compose, at random: block trees as JSON, events, unions, whole mails."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from newsletter.rendering import EventCard, MailKind, RenderInput, Speaker, UnionIdentity, parse_blocks
from newsletter.rendering.cleaning import one_line

ODD = st.sampled_from(
    [
        *("<b>", "&amp;", "]]>", "<!--", "-->", "</mj-text>", "{{", "}}", "{% x %}", "\\u{41}", "&#233;", '"', "'"),
        *("\x00", "\r\n", "\u202e", "\ud800", "\ufffe", "\U0001fffe", "\u00a0", "\ue000leave_url\ue001"),
        *("é", "e\u0301", "ñ", "«", " ?", "👩🏽‍🏭"),
    ]
)
words = st.lists(ODD | st.text(max_size=12), max_size=6).map("".join)
plain = words.filter(lambda text: "{{" not in one_line(text))
said = plain.filter(one_line)
personal = st.builds(
    "{} {{{{{}|{}}}}} {}".format, plain, st.sampled_from(["given_name", "local", "union"]), st.just("l’amie"), plain
)
links = st.builds(
    "https://{}.example/{}".format,
    st.sampled_from(["ue", "unifor", "café"]),
    st.text("aé /?&=<\"'%#{\\", max_size=12),
)
languages = st.sampled_from(["en", "fr", "es", "fr-CA", "pt_BR", "ar", "zh-Hant", "xx", "", "../etc", "é"]) | st.text(
    max_size=6
)
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def _rich(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["p", "strong", "em", "b", "i", "li", "ul", "ol", "div", "script", "a"])
    return st.builds("<{0}>{1}</{0}>".format, tags, inside) | st.builds('<a href="{}">{}</a>'.format, links, inside)


rich = st.recursive(plain, _rich, max_leaves=5).filter(lambda html: "{{" not in html)
rich_said = st.builds("<p>{}</p>{}".format, said.map(lambda text: text.replace("<", "").replace("&", "") + "x"), rich)

_image = {"image": links, "alt": plain}
_logo = st.fixed_dictionaries({"image": links, "name": said}, optional={"url": links})
_figure = st.fixed_dictionaries({"value": said, "label": said})


def _kind(kind: str, required: dict[str, st.SearchStrategy[object]], **optional: st.SearchStrategy[object]):
    return st.fixed_dictionaries({"kind": st.just(kind), **required}, optional=optional)


narrow = st.one_of(
    _kind("heading", {"text": said | personal}, level=st.sampled_from([1, 2, 3, "2"])),
    _kind("text", {"html": rich_said}),
    _kind("image", {"url": links}, alt=plain, decorative=st.booleans(), caption=plain, link=links),
    _kind("button", {"label": said, "url": links}),
    _kind("story", {"title": said | personal}, html=rich, url=links, label=plain, **_image),
    _kind("quote", {"text": said}, name=plain, union=plain, local=plain),
    _kind("event_list", {"events": st.lists(st.integers(0, 3), min_size=1, max_size=3)}, title=plain),
    _kind("numbers", {"figures": st.lists(_figure, min_size=1, max_size=4)}),
    _kind("divider", {}),
    _kind("logos", {"logos": st.lists(_logo, min_size=1, max_size=4)}),
)
wide = st.one_of(
    _kind("event_card", {}, event=st.none() | st.integers(0, 3)),
    _kind("two_columns", {"left": st.lists(narrow, max_size=2), "right": st.lists(narrow, max_size=2)}),
)
block_trees = st.lists(narrow | wide, max_size=5)

_zones = st.sampled_from(
    [
        "America/Toronto",
        "America/St_Johns",
        "America/Phoenix",
        "America/Mexico_City",
        "Asia/Kathmandu",
        "Nowhere/At_All",
    ]
)
_starts = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(ZoneInfo("UTC")))  # noqa: DTZ001

events = st.builds(
    lambda start, hours, **rest: EventCard(starts_at=start, ends_at=start + timedelta(hours=hours), **rest),
    start=_starts,
    hours=st.integers(0, 40),
    title=plain,
    time_zone=_zones,
    place=plain,
    online_url=links | plain,
    speakers=st.lists(st.builds(Speaker, plain, plain, plain), max_size=3).map(tuple),
    interpretation=st.lists(languages, max_size=3).map(tuple),
    description=words,
    other_zones=st.lists(_zones, max_size=3).map(tuple),
    calendar_url=links | plain,
)
identities = st.builds(
    UnionIdentity,
    name=said,
    short_name=said,
    alliance_name=said,
    logo_url=st.none() | links | plain,
    colour=colours | plain,
    postal_address=words,
    website=links | plain,
    contact_email=plain | st.just("news@ue.example"),
    languages=st.lists(languages, max_size=3).map(tuple),
)
mails = st.builds(
    RenderInput,
    kind=st.sampled_from(MailKind),
    language=languages,
    identity=identities,
    subject=words | personal,
    preheader=words | personal,
    blocks=block_trees.map(parse_blocks),
    topic_name=plain,
    event=st.none() | events,
    events=st.dictionaries(st.integers(0, 3), events, max_size=2),
)
