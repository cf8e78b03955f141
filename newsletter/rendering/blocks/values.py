"""Single values of a block: each reader cleans what it is given, or says in plain words why it cannot."""

from collections.abc import Callable

from newsletter.rendering import cleaning, fields
from newsletter.rendering.blocks.error import BlockError
from newsletter.rendering.blocks.form import LONGEST, FieldType, FormField
from newsletter.translations import N_

_LARGEST_ROW_NUMBER = 2**63 - 1


def _written(json: object, field: FormField, path: str) -> str:
    if json is None:
        return ""
    if not isinstance(json, str):
        raise BlockError(path, N_("Text is expected here."))
    if len(json) > (most := LONGEST[field.type]):
        raise BlockError(path, N_("This is longer than %(most)d characters."), most=most)
    return json


def _text(json: object, field: FormField, path: str) -> str:
    text = cleaning.one_line(_written(json, field, path))
    if field.personal:
        _check_fields(lambda: fields.check(text), path)
    return text


def _rich_text(json: object, field: FormField, path: str) -> str:
    try:
        html = cleaning.rich_text(_written(json, field, path))
    except cleaning.TooDeep:
        raise BlockError(path, N_("These lists are nested too deeply.")) from None
    _check_fields(lambda: fields.check_rich(html), path)
    return html if cleaning.says_something(html) else ""


def _link(json: object, field: FormField, path: str) -> str:
    address = _written(json, field, path).strip()
    try:
        return cleaning.link(address) if address else ""
    except cleaning.UselessLink:
        problem = N_("“%(address)s” is not a link: it starts with https:// or mailto:.")
        raise BlockError(path, problem, address=cleaning.one_line(address)[:80]) from None


def _image(json: object, field: FormField, path: str) -> str:
    address = _written(json, field, path).strip()
    try:
        return cleaning.link(address, schemes=("https", "http")) if address else ""
    except cleaning.UselessLink:
        raise BlockError(path, N_("Choose an image, or give its address with https://.")) from None


def _choice(json: object, field: FormField, path: str) -> int | str:
    if json in (None, ""):
        return field.default
    for choice in field.choices:
        if str(choice.value) == str(json):
            return choice.value
    raise BlockError(path, N_("Choose one of the values offered."))


def _yes_no(json: object, _field: FormField, path: str) -> bool:
    if json in (None, "", "no", False):
        return False
    if json in ("yes", "on", True):
        return True
    raise BlockError(path, N_("Choose yes or no."))


def _event(json: object, _field: FormField, path: str) -> int | None:
    return None if json in (None, "") else _row_number(json, path)


def _events(json: object, field: FormField, path: str) -> tuple[int, ...]:
    if json is None:
        return ()
    if not isinstance(json, list | tuple) or len(json) > field.most:
        raise BlockError(path, N_("Choose up to %(most)d events."), most=field.most)
    return tuple(_row_number(entry, path) for entry in json)


def _row_number(json: object, path: str) -> int:
    digits = str(json)
    if isinstance(json, int | str) and digits.isascii() and digits.isdecimal() and len(digits) < 20:  # noqa: PLR2004
        return min(int(digits), _LARGEST_ROW_NUMBER)
    raise BlockError(path, N_("Choose an event."))


def _check_fields(check: Callable[[], None], path: str) -> None:
    try:
        check()
    except fields.UnknownField as unknown:
        problem = N_("There is no personal field “%(name)s”. Those that exist: %(known)s.")
        raise BlockError(path, problem, name=unknown.name, known=", ".join(fields.PersonalField)) from None


READERS: dict[FieldType, Callable[[object, FormField, str], object]] = {
    FieldType.TEXT: _text,
    FieldType.PARAGRAPH: _text,
    FieldType.RICHTEXT: _rich_text,
    FieldType.URL: _link,
    FieldType.IMAGE: _image,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.EVENT: _event,
    FieldType.EVENTS: _events,
}
