import pytest

from newsletter.domains import dns
from newsletter.domains.dns import Dns, Silent, ask, first_with_texts
from newsletter.mail.dkim import Algorithm, make_key, public_record
from tests.fakes import FakeDns


def test_a_long_record_comes_in_pieces_and_is_one_text(zone):
    record = public_record(make_key(Algorithm.RSA))
    zone.texts["a._domainkey.ue.example"] = [[record[:255], record[255:]]]

    assert zone.resolver.texts("a._domainkey.ue.example") == (record,)


def test_a_name_that_is_not_there_says_nothing(zone):
    assert zone.resolver.texts("nobody.ue.example") == ()


def test_several_records_stay_apart(zone):
    zone.texts["ue.example"] = [["v=spf1 -all"], ["owner=ue"]]

    assert sorted(zone.resolver.texts("ue.example")) == ["owner=ue", "v=spf1 -all"]


def test_no_answer_is_not_the_same_as_no_record(zone, monkeypatch):
    monkeypatch.setattr(dns, "PATIENCE_S", 0.2)
    zone.texts["ue.example"] = None

    with pytest.raises(Silent):
        zone.resolver.texts("ue.example")


def test_a_server_that_is_not_there_is_silence(monkeypatch):
    monkeypatch.setattr(dns, "PATIENCE_S", 0.2)

    with pytest.raises(Silent):
        Dns("127.0.0.1", 1).texts("ue.example")


def test_whatever_got_no_answer_is_left_out():
    resolver = FakeDns({"a.example": ("x",), "b.example": None})

    assert ask(resolver, ["a.example", "b.example", "c.example", "a.example"]) == {
        "a.example": ("x",),
        "c.example": (),
    }
    assert resolver.asked == ["a.example", "b.example", "c.example"]


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(dns, "PATIENCE_FOR_ALL_S", -1)

    assert ask(FakeDns(), ["a.example"]) == {}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"a": (), "b": ("x",)}, ("x",)),
        ({"a": ("y",), "b": ("x",)}, ("y",)),
        ({"a": (), "b": ()}, ()),
        ({"b": ("x",)}, None),
        ({"a": ()}, None),
    ],
)
def test_the_nearest_name_that_says_anything_counts(answers, found):
    assert first_with_texts(answers, ["a", "b"]) == found


def test_who_takes_mail_is_told_the_first_choice_first(zone):
    zone.exchangers["ue.example"] = ["20 alt1.ASPMX.l.google.com.", "10 aspmx.l.google.com."]

    assert zone.resolver.exchangers("ue.example") == ("aspmx.l.google.com", "alt1.aspmx.l.google.com")


def test_who_takes_no_mail_says_so(zone):
    """RFC 7505: the root, which is no host."""
    zone.exchangers["ue.example"] = ["0 ."]

    assert zone.resolver.exchangers("ue.example") in {("@",), (".",), ("",)}


def test_a_name_without_exchangers_has_none(zone):
    assert zone.resolver.exchangers("nobody.ue.example") == ()
