from itertools import product

import pytest

from newsletter.mail.smtp.reply import Reply, Step, Verdict, error_of, judge, status_of


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_verdict_on_every_code(step):
    for code in range(1000):
        assert judge(step, code) in Verdict


def test_only_a_content_can_be_asked_for_and_only_once():
    assert [(step, code) for step, code in product(Step, (250, 354)) if judge(step, code) is Verdict.GO_ON] == [
        (Step.MAIL, 250),
        (Step.RCPT, 250),
        (Step.DATA, 354),
        (Step.CONTENT, 250),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [("5.1.1 nobody", "5.1.1"), ("4.7.28", "4.7.28"), ("nobody 5.1.1", ""), ("5.1.1.1", ""), ("", "")],
)
def test_a_status_is_read_where_it_belongs(text, status):
    assert status_of(text) == status


def test_an_error_repeats_the_relays_words():
    assert (
        str(error_of(Reply(550, "5.7.1 not from here"), "at rcpt"))
        == "at rcpt: the relay answered 550 5.7.1 not from here"
    )
