import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsletter.mail.address import normalise
from newsletter.subscribers.importing.values.addresses import address
from newsletter.subscribers.importing.values.refusal import NotUnderstood, Refusal

UNDERSTOOD = {
    "Rosa@Members.Example": "rosa@members.example",
    " rosa@members.example\r\n": "rosa@members.example",
    '"rosa@members.example"': "rosa@members.example",
    "'rosa@members.example'": "rosa@members.example",
    "<rosa@members.example>": "rosa@members.example",
    "Rosa Díaz <rosa@members.example>": "rosa@members.example",
    '"Díaz, Rosa" <rosa@members.example>': "rosa@members.example",
    "mailto:rosa@members.example": "rosa@members.example",
    "rosa@members.example;": "rosa@members.example",
    "rosa@members.example; Rosa@Members.example": "rosa@members.example",
    "\u200brosa@members.example\u00a0": "rosa@members.example",
    "o'neil@members.example": "o'neil@members.example",
    "josé@members.example": "josé@members.example",
    "rosa@québec.example": "rosa@xn--qubec-csa.example",
    "r.o+news@a.b.members.example": "r.o+news@a.b.members.example",
}

REFUSED = {
    "": Refusal.NO_ADDRESS,
    " - ": Refusal.BAD_ADDRESS,
    "none": Refusal.BAD_ADDRESS,
    "416 555 0199": Refusal.BAD_ADDRESS,
    "rosa diaz@members.example": Refusal.BAD_ADDRESS,
    "rosa@members": Refusal.BAD_ADDRESS,
    "rosa@@members.example": Refusal.BAD_ADDRESS,
    "rosa@members..example": Refusal.BAD_ADDRESS,
    "rosa@members.example, jo@members.example": Refusal.SEVERAL_ADDRESSES,
    "rosa@members.example\njo@members.example": Refusal.SEVERAL_ADDRESSES,
    "rosa@members.example\r\nBcc: x": Refusal.BAD_ADDRESS,
    "r" * 300 + "@members.example": Refusal.BAD_ADDRESS,
}


@pytest.mark.parametrize(("cell", "kept"), UNDERSTOOD.items())
def test_an_address_is_found_in_what_is_wrapped_around_it(cell, kept):
    assert address(cell) == kept


@pytest.mark.parametrize(("cell", "refusal"), REFUSED.items())
def test_what_is_no_one_address_is_refused(cell, refusal):
    with pytest.raises(NotUnderstood) as refused:
        address(cell)

    assert refused.value.refusal is refusal


ALMOST = some.text(some.sampled_from("aZ09.-_+@'\"<> ,;é\n"), max_size=40)


@given(some.one_of(some.emails(), ALMOST, some.text()))
def test_what_is_kept_is_what_is_kept_everywhere_else(cell):
    """The fast way and the slow one agree: an address in the form in which we keep it stays as it is."""
    try:
        kept = address(cell)
    except NotUnderstood:
        return
    assert normalise(kept) == kept == address(kept)


@given(some.from_regex(r"[A-Za-z0-9._%+-]{1,70}@[A-Za-z0-9.-]{1,80}\.[A-Za-z]{2,15}", fullmatch=True))
def test_the_fast_way_takes_nothing_that_is_no_address(cell):
    try:
        kept = address(cell)
    except NotUnderstood:
        return
    assert normalise(cell.strip(".-")) == kept or normalise(cell.strip(".")) == kept
