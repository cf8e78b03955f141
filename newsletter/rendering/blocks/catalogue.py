"""The form of every block, declared once: the block editor is built from it and the parser reads by it."""

from newsletter.rendering.blocks.form import BlockKind, Choice, FieldType, FormField
from newsletter.rendering.blocks.kinds import (
    Button,
    Divider,
    Event,
    EventList,
    Figure,
    Heading,
    Image,
    Level,
    Logo,
    Logos,
    Numbers,
    Quote,
    Story,
    Text,
    TwoColumns,
)
from newsletter.translations import N_

_LEVELS = (
    Choice(Level.TITLE, N_("Title of the mail")),
    Choice(Level.SECTION, N_("Section")),
    Choice(Level.SMALL, N_("Small heading")),
)
_FIGURE = (
    FormField("value", FieldType.TEXT, N_("Number"), required=True),
    FormField("label", FieldType.TEXT, N_("What it counts"), required=True),
)
_LOGO = (
    FormField("image", FieldType.IMAGE, N_("Logo"), required=True),
    FormField("name", FieldType.TEXT, N_("Name of the union"), required=True),
    FormField("url", FieldType.URL, N_("Website")),
)

BLOCK_KINDS: dict[str, BlockKind] = {
    kind.name: kind
    for kind in (
        BlockKind(
            "heading",
            N_("Heading"),
            Heading,
            (
                FormField("text", FieldType.TEXT, N_("Text"), required=True, personal=True),
                FormField("level", FieldType.CHOICE, N_("Size"), choices=_LEVELS, default=Level.SECTION),
            ),
        ),
        BlockKind(
            "text",
            N_("Text"),
            Text,
            (FormField("html", FieldType.RICHTEXT, N_("Text"), required=True, personal=True),),
        ),
        BlockKind(
            "image",
            N_("Image"),
            Image,
            (
                FormField("url", FieldType.IMAGE, N_("Image"), required=True),
                FormField("alt", FieldType.PARAGRAPH, N_("What it shows, for those who do not see it")),
                FormField("decorative", FieldType.YES_NO, N_("Only decoration: it needs no description")),
                FormField("caption", FieldType.TEXT, N_("Caption")),
                FormField("link", FieldType.URL, N_("Where it leads")),
            ),
        ),
        BlockKind(
            "button",
            N_("Button"),
            Button,
            (
                FormField("label", FieldType.TEXT, N_("What it says"), required=True),
                FormField("url", FieldType.URL, N_("Where it leads"), required=True),
            ),
        ),
        BlockKind(
            "story",
            N_("Story"),
            Story,
            (
                FormField("image", FieldType.IMAGE, N_("Image")),
                FormField("alt", FieldType.PARAGRAPH, N_("What it shows, for those who do not see it")),
                FormField("title", FieldType.TEXT, N_("Title"), required=True, personal=True),
                FormField("html", FieldType.RICHTEXT, N_("Text"), personal=True),
                FormField("url", FieldType.URL, N_("Where to read on")),
                FormField("label", FieldType.TEXT, N_("What the link says")),
            ),
        ),
        BlockKind(
            "quote",
            N_("Quote"),
            Quote,
            (
                FormField("text", FieldType.PARAGRAPH, N_("Their words"), required=True),
                FormField("name", FieldType.TEXT, N_("Name")),
                FormField("union", FieldType.TEXT, N_("Union")),
                FormField("local", FieldType.TEXT, N_("Local")),
            ),
        ),
        BlockKind(
            "event_card",
            N_("Event"),
            Event,
            (FormField("event", FieldType.EVENT, N_("Event")),),
            wide=True,
        ),
        BlockKind(
            "event_list",
            N_("List of events"),
            EventList,
            (
                FormField("title", FieldType.TEXT, N_("Title")),
                FormField("events", FieldType.EVENTS, N_("Events"), required=True, most=12),
            ),
        ),
        BlockKind(
            "numbers",
            N_("Numbers"),
            Numbers,
            (
                FormField(
                    "figures",
                    FieldType.ITEMS,
                    N_("Numbers"),
                    required=True,
                    items=_FIGURE,
                    item=Figure,
                    most=4,
                ),
            ),
        ),
        BlockKind(
            "two_columns",
            N_("Two columns"),
            TwoColumns,
            (
                FormField("left", FieldType.BLOCKS, N_("Left column"), most=20),
                FormField("right", FieldType.BLOCKS, N_("Right column"), most=20),
            ),
            wide=True,
        ),
        BlockKind("divider", N_("Divider"), Divider),
        BlockKind(
            "logos",
            N_("Logos"),
            Logos,
            (FormField("logos", FieldType.ITEMS, N_("Unions"), required=True, items=_LOGO, item=Logo, most=24),),
        ),
    )
}
"""In the order in which the editor offers them."""
