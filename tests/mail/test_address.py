import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mail.address import Address, BadAddress, Flaw, normalise

TAKEN = [
    ("maria@ue506.example", "maria@ue506.example"),
    ("Maria.Gonzalez@UE.Example", "maria.gonzalez@ue.example"),
    ("o'brien+news@ibu.example", "o'brien+news@ibu.example"),
    ("a!#$%&'*/=?^_`{|}~-@b.example", "a!#$%&'*/=?^_`{|}~-@b.example"),
    ("jean@école.example", "jean@xn--cole-9oa.example"),
    ("jean@e\u0301cole.example", "jean@xn--cole-9oa.example"),
    ("jean@ÉCOLE.example", "jean@xn--cole-9oa.example"),
    ("a@straße.example", "a@xn--strae-oqa.example"),
    ("a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"),
    ("a@1und1.example", "a@1und1.example"),
    ("a@xn--cole-9oa.example", "a@xn--cole-9oa.example"),
    ("a" * 64 + "@b.example", "a" * 64 + "@b.example"),
    ("José@b.example", "josé@b.example"),
    ("JOSE\u0301@b.example", "josé@b.example"),
    ("用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah"),
    ("é" * 32 + "@b.example", "é" * 32 + "@b.example"),
]
REFUSED = [
    ("", Flaw.EMPTY),
    (" a@b.example", Flaw.FORBIDDEN_SIGN),
    ("a@b.example\r\nBcc: x@y.example", Flaw.FORBIDDEN_SIGN),
    ("a@b.example\n", Flaw.FORBIDDEN_SIGN),
    ("a\0@b.example", Flaw.FORBIDDEN_SIGN),
    ("a b@c.example", Flaw.FORBIDDEN_SIGN),
    ("<a@b.example>", Flaw.FORBIDDEN_SIGN),
    ("a\u00a0@b.example", Flaw.FORBIDDEN_SIGN),
    ("ab.example", Flaw.NOT_ONE_AT),
    ("a@b@c.example", Flaw.NOT_ONE_AT),
    ("josé..b@b.example", Flaw.LOCAL_BROKEN),
    ("jos☭@b.example", Flaw.LOCAL_BROKEN),
    ("josé,b@b.example", Flaw.LOCAL_BROKEN),
    ("jos\ud800@b.example", Flaw.LOCAL_BROKEN),
    ("é" * 33 + "@b.example", Flaw.TOO_LONG),
    ("İ" * 32 + "@b.example", Flaw.TOO_LONG),
    ("@b.example", Flaw.LOCAL_BROKEN),
    (".a@b.example", Flaw.LOCAL_BROKEN),
    ("a.@b.example", Flaw.LOCAL_BROKEN),
    ("a..b@c.example", Flaw.LOCAL_BROKEN),
    ('"a"@b.example', Flaw.LOCAL_BROKEN),
    ("a,b@c.example", Flaw.LOCAL_BROKEN),
    ("a(x)@b.example", Flaw.LOCAL_BROKEN),
    ("a" * 65 + "@b.example", Flaw.TOO_LONG),
    ("maria@" + ("b" * 60 + ".") * 4 + "example", Flaw.TOO_LONG),
    ("a@localhost", Flaw.DOMAIN_WITHOUT_DOT),
    ("a@", Flaw.DOMAIN_BROKEN),
    ("a@b.", Flaw.DOMAIN_BROKEN),
    ("a@.b", Flaw.DOMAIN_BROKEN),
    ("a@b..c", Flaw.DOMAIN_BROKEN),
    ("a@-b.example", Flaw.DOMAIN_BROKEN),
    ("a@b-.example", Flaw.DOMAIN_BROKEN),
    ("a@b_c.example", Flaw.DOMAIN_BROKEN),
    ("a@[192.0.2.1]", Flaw.DOMAIN_BROKEN),
    ("a@192.0.2.1", Flaw.DOMAIN_BROKEN),
    ("a@" + "b" * 64 + ".example", Flaw.DOMAIN_BROKEN),
    ("a@b\u200d.example", Flaw.DOMAIN_BROKEN),
    ("a@☭.example", Flaw.DOMAIN_BROKEN),
]


@pytest.mark.parametrize(("typed", "kept"), TAKEN)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert normalise(typed) == kept


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_a_refusal_says_why_but_not_whom(typed, reason):
    with pytest.raises(BadAddress) as refusal:
        Address.parse(typed)

    assert refusal.value.reason is reason
    assert not typed or typed not in str(refusal.value)


def test_mail_goes_to_the_letters_the_person_typed():
    assert str(Address.parse("Maria@UE.example")) == "Maria@ue.example"


likely = st.from_regex(r"[a-zA-Z.'+éÅİΣ\u0301]{1,66}@[a-z.\-é]{1,40}", fullmatch=True) | st.text() | st.emails()


@given(likely)
def test_whatever_is_taken_is_safe_and_taken_again(typed):
    try:
        address = Address.parse(typed)
    except BadAddress:
        return

    written = str(address)
    assert address.domain.isascii()
    assert not set(written) & set(map(chr, range(33)))
    assert not set(' <>,;:"\\()[]') & set(written)
    assert len(written.encode()) <= 254
    assert Address.parse(written) == address
    assert normalise(address.identity) == address.identity
