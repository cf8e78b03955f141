"""Who takes a mail: by the mail servers that DNS names, else by the domain."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.pacing.operators import OPERATORS, by_domain, by_exchangers, known, pause_s, title

CORPUS = json.loads((Path(__file__).parent / "exchangers.json").read_text())

ENDS = [end for one in OPERATORS for end in one.exchangers]
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
domains = st.builds(".".join, st.lists(labels, min_size=2, max_size=4))


@pytest.mark.parametrize(("domain", "exchangers", "operator"), CORPUS)
def test_mail_servers_as_they_stand_in_dns(domain, exchangers, operator):
    assert by_exchangers(domain, exchangers) == operator


@given(domain=domains, exchangers=st.lists(st.text(max_size=300), max_size=20))
def test_whatever_dns_says_there_is_an_operator(domain, exchangers):
    found = by_exchangers(domain, exchangers)

    assert known(found) is not None or found == by_domain(domain)
    assert pause_s(found) > 0
    assert title(found)


@given(domain=domains, end=st.sampled_from(ENDS), before=labels, others=st.lists(domains, max_size=3))
def test_a_server_below_an_operators_name_is_that_operators_however_it_is_written(domain, end, before, others):
    host = f"{before}.{end}"

    found = by_exchangers(domain, [host])

    assert found in [one.name for one in OPERATORS if end in one.exchangers]
    assert by_exchangers(domain, [f"{host.upper()}."]) == found
    assert by_exchangers(domain, [end]) == found
    assert by_exchangers(domain, [host, *others]) == found


@given(end=st.sampled_from(ENDS), before=labels)
def test_a_name_that_only_ends_alike_is_nobodys(end, before):
    assert by_exchangers("union.example", [f"{before}{end}", f"{end}.evil.example"]) == "union.example"


def test_a_domain_is_of_one_operator_alone():
    names = [name for one in OPERATORS for name in one.domains]

    assert len(names) == len(set(names))
    assert all(by_domain(name) == one.name for one in OPERATORS for name in one.domains)
    assert all(by_domain(one.name) == one.name for one in OPERATORS)
