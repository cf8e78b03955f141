"""A domain from its first keys through a year."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from newsletter.activity.models import Activity
from newsletter.domains import queries
from newsletter.domains.dns import ask
from newsletter.domains.models import DkimKey, SendingDomain
from newsletter.domains.phases import REST, YEAR, Phase, Standing
from newsletter.domains.records import Finding
from newsletter.domains.services.adding import AlreadyThere, BadDomain, InUse, add, remove
from newsletter.domains.services.checking import hosts, note
from newsletter.domains.services.rotating import (
    KeysWait,
    NothingWaits,
    NotInDns,
    activate,
    retire,
    rotate,
)
from newsletter.domains.services.tending import tend
from newsletter.errors import NotVisible
from newsletter.mail.dkim import Algorithm
from newsletter.vault import SealedUnderAnotherKey, Vault
from tests.clock import NOON
from tests.factories import make_domain, make_union
from tests.factories.domains import zone_of
from tests.fakes import FakeDns

DAY = timedelta(days=1)


@pytest.fixture
def domain(session, vault, ue):
    """Added, and nothing else."""
    return add(session, vault, union_id=ue.id, name="ue.example", now=NOON)


@pytest.fixture
def signed(session, vault, ue):
    """Mail is signed."""
    return make_domain(session, vault, ue)


@pytest.fixture
def sessions(session):
    @contextmanager
    def opened():
        yield session
        session.flush()

    return opened


def look(session, domain, zone, now=NOON):
    note(session, domain=domain, answers=ask(FakeDns(zone), hosts(domain)), now=now)


def standing_of(domain):
    return domain.standing


def signing(session, vault, union, **more):
    return queries.signing_keys(session, vault, union_id=union.id, name="ue.example", **more)


def test_a_domain_begins_with_a_key_of_each_kind_that_waits(domain):
    assert [(key.selector, key.algorithm, key.phase) for key in domain.keys] == [
        ("nl20260501ar", Algorithm.RSA, Phase.WAITING),
        ("nl20260501ae", Algorithm.ED25519, Phase.WAITING),
    ]
    assert standing_of(domain) is Standing.WAITING


def test_private_keys_are_sealed(domain, vault):
    for key in domain.keys:
        assert vault.open(key.sealed).startswith(b"\x30")  # DER
        with pytest.raises(SealedUnderAnotherKey):
            Vault("another secret, of another installation").open(key.sealed)


@pytest.mark.parametrize("typed", ["UE.Example", " ue.example. ", "ue.example"])
def test_a_domain_is_there_once_however_it_is_written(session, vault, ue, domain, typed):
    with pytest.raises(AlreadyThere):
        add(session, vault, union_id=ue.id, name=typed, now=NOON)


@pytest.mark.parametrize(
    "typed", ["", "ue", "a@ue.example", "ue..example", "ue.example\r\nx", "-ue.example", "https://ue.example"]
)
def test_what_no_mail_comes_from_is_refused(session, vault, ue, typed):
    with pytest.raises(BadDomain):
        add(session, vault, union_id=ue.id, name=typed, now=NOON)


def test_a_name_in_other_letters_is_kept_as_mail_writes_it(session, vault, ue):
    assert add(session, vault, union_id=ue.id, name="Métallos.example", now=NOON).name == "xn--mtallos-bya.example"


def test_two_unions_of_one_domain_have_selectors_of_their_own(session, vault, domain):
    other = add(session, vault, union_id=make_union(session, "ibu").id, name="ue.example", now=NOON)

    assert {key.selector for key in domain.keys} & {key.selector for key in other.keys} == set()


def test_nothing_is_signed_before_dns_shows_the_keys(session, vault, ue, domain):
    look(session, domain, {domain.keys[0].host: (domain.keys[0].record,)})

    with pytest.raises(NotInDns, match="nl20260501ae"):
        activate(session, domain=domain, now=NOON)
    assert signing(session, vault, ue) == ()


def test_once_dns_shows_both_both_sign(session, vault, ue, domain):
    look(session, domain, zone_of(domain))
    activate(session, domain=domain, now=NOON)

    assert [(key.selector, key.algorithm) for key in signing(session, vault, ue)] == [
        ("nl20260501ar", Algorithm.RSA),
        ("nl20260501ae", Algorithm.ED25519),
    ]
    assert standing_of(domain) is Standing.ACTIVE


def test_nothing_is_signed_where_the_relay_does(session, vault, ue, signed):
    assert signing(session, vault, ue, relay_signs=True) == ()


def test_a_union_signs_with_its_own_keys_only(session, vault, signed):
    assert signing(session, vault, make_union(session, "ibu")) == ()


def test_keys_that_cannot_be_opened_stop_the_mail_rather_than_leave_it_unsigned(session, ue, signed):
    with pytest.raises(SealedUnderAnotherKey):
        signing(session, Vault("another secret, given by mistake"), ue)


def test_a_check_keeps_what_dns_said(session, domain):
    rsa, ed = domain.keys
    look(
        session,
        domain,
        {rsa.host: ("v=DKIM1; p=other",), ed.host: None, "ue.example": ("v=spf1 +all",), "_dmarc.ue.example": ()},
        now=NOON + DAY,
    )

    assert (rsa.found, ed.found, domain.spf, domain.dmarc) == (
        Finding.OTHER,
        Finding.SILENT,
        Finding.LAX,
        Finding.MISSING,
    )
    assert domain.checked_at == NOON + DAY


def test_dns_is_really_asked(session, domain, zone):
    for key in domain.keys:
        zone.texts[key.host] = [[key.record[:255], key.record[255:]]]
    zone.texts["ue.example"] = [["v=spf1 include:relay.example -all"]]
    zone.texts["_dmarc.ue.example"] = [["v=DMARC1; p=none"]]

    note(session, domain=domain, answers=ask(zone.resolver, hosts(domain)), now=NOON)

    assert [key.found for key in domain.keys] == [Finding.RIGHT, Finding.RIGHT]
    assert (domain.spf, domain.dmarc) == (Finding.RIGHT, Finding.LAX)


def test_while_keys_are_changed_the_old_ones_sign(session, vault, ue, signed):
    old = signing(session, vault, ue)
    rotate(session, vault, domain=signed, now=NOON + YEAR)

    assert [key.selector for key in signing(session, vault, ue)] == [key.selector for key in old]
    assert standing_of(signed) is Standing.ROTATING
    with pytest.raises(KeysWait):
        rotate(session, vault, domain=signed, now=NOON + YEAR)


def test_an_old_key_stays_in_dns_until_its_last_mail_has_run_out(session, vault, ue, signed):
    rotate(session, vault, domain=signed, now=NOON + YEAR)
    look(session, signed, zone_of(signed))
    activate(session, domain=signed, now=NOON + YEAR)

    assert {key.selector for key in signing(session, vault, ue)} == {"nl20270501ar", "nl20270501ae"}
    assert retire(session, now=NOON + YEAR + REST - DAY) == 0
    assert len(signed.keys_in(Phase.RESTING)) == 2
    assert retire(session, now=NOON + YEAR + REST) == 2
    assert [key.sealed for key in signed.keys_in(Phase.RETIRED)] == [None, None]


def test_two_changes_on_one_day_have_different_names(session, vault, signed):
    rotate(session, vault, domain=signed, now=NOON)

    assert [key.selector for key in signed.keys[2:]] == ["nl20260501br", "nl20260501be"]


def test_there_must_be_something_to_sign_with(session, signed):
    with pytest.raises(NothingWaits):
        activate(session, domain=signed, now=NOON)


def test_a_key_that_dns_lost_is_a_broken_domain(session, signed):
    look(session, signed, {})

    assert standing_of(signed) is Standing.BROKEN


def test_a_mistyped_domain_can_be_taken_out_again(session, domain):
    remove(session, domain=domain, now=NOON)

    assert session.scalars(select(SendingDomain)).all() == session.scalars(select(DkimKey)).all() == []


def test_one_that_signed_stays(session, signed):
    with pytest.raises(InUse):
        remove(session, domain=signed, now=NOON)


def test_another_unions_domain_does_not_exist(session, domain):
    with pytest.raises(NotVisible):
        queries.own_domain(session, union_id=make_union(session, "ibu").id, domain_id=domain.id)


def test_the_log_tells_what_was_done_to_keys(session, vault, ue, signed):
    rotate(session, vault, domain=signed, account_id=None, now=NOON)

    verbs = session.scalars(select(Activity.verb).where(Activity.union_id == ue.id)).all()
    assert verbs == ["domain.added", "domain.keys_activated", "domain.keys_made"]


def test_by_itself_a_domain_signs_as_soon_as_dns_shows_its_keys(session, sessions, vault, domain):
    dns = FakeDns()
    tend(sessions, dns, vault, now=NOON)
    assert standing_of(domain) is Standing.WAITING

    dns.zone = zone_of(domain)
    tend(sessions, dns, vault, now=NOON + timedelta(minutes=10))

    assert standing_of(domain) is Standing.ACTIVE


def test_dns_is_not_asked_more_often_than_needed(sessions, vault, domain):
    dns = FakeDns(zone_of(domain))
    tend(sessions, dns, vault, now=NOON)
    asked = len(dns.asked)

    for hours in range(1, 24):
        tend(sessions, dns, vault, now=NOON + timedelta(hours=hours))
    assert len(dns.asked) == asked

    tend(sessions, dns, vault, now=NOON + DAY)
    assert len(dns.asked) > asked


def test_of_two_hosts_that_find_it_due_one_asks(sessions, vault, domain):
    class Overtaken(FakeDns):
        def texts(self, host):
            tend(sessions, other, vault, now=NOON)
            return super().texts(host)

    first, other = Overtaken(zone_of(domain)), FakeDns(zone_of(domain))

    tend(sessions, first, vault, now=NOON)

    assert first.asked == hosts(domain)
    assert other.asked == []


def test_after_a_year_there_are_new_keys_and_the_old_ones_go_in_their_time(session, sessions, vault, signed):
    dns = FakeDns(zone_of(signed))
    tend(sessions, dns, vault, now=NOON + YEAR - DAY)
    assert len(signed.keys) == 2

    tend(sessions, dns, vault, now=NOON + YEAR)
    assert standing_of(signed) is Standing.ROTATING

    dns.zone = zone_of(signed)
    tend(sessions, dns, vault, now=NOON + YEAR + DAY)
    assert standing_of(signed) is Standing.ACTIVE

    tend(sessions, dns, vault, now=NOON + YEAR + DAY + REST)
    assert [key.phase for key in signed.keys] == [Phase.RETIRED] * 2 + [Phase.ACTIVE] * 2


def test_a_dns_that_is_silent_changes_nothing(session, sessions, vault, signed):
    tend(sessions, FakeDns(dict.fromkeys(hosts(signed))), vault, now=NOON + DAY)

    assert standing_of(signed) is Standing.ACTIVE
    assert signed.keys[0].found is Finding.SILENT
