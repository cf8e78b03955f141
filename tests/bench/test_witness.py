"""The relay of the benches: it writes down what it is answerable for, and nothing else."""

import smtplib
import socket
from random import Random

import pytest

from newsletter.bench.moods import Mood
from newsletter.bench.witness import running_witness

MAIL = "Message-ID: <one@news.example>\r\nSubject: May Day\r\n\r\nTo all\r\n"
TRIES = 60


@pytest.fixture
def witness():
    with running_witness(chance=Random(7)) as witness:
        yield witness


def send(witness, recipient="maria@member.example"):
    """One mail on a connection of its own; whether the relay said that it took it."""
    relay = smtplib.SMTP(local_hostname="bench", timeout=5)
    try:
        relay.connect("127.0.0.1", witness.port)
        relay.sendmail("news@union.example", [recipient], MAIL)
    except (smtplib.SMTPException, OSError):
        return False
    else:
        return True
    finally:
        relay.close()


def test_it_writes_down_who_got_which_mail(witness):
    assert send(witness)

    assert [(one.recipient, one.message_id) for one in witness.taken] == [
        ("maria@member.example", "one@news.example")
    ]


def test_two_mails_in_one_breath_are_two(witness):
    one = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
    content = MAIL.encode() + b".\r\n"
    with socket.create_connection(("127.0.0.1", witness.port), 5) as relay:
        relay.sendall(b"EHLO bench\r\n" + one + content + one + content + b"QUIT\r\n")
        while relay.recv(1000):
            pass

    assert len(witness.taken) == 2


def test_it_defers_one_operator_alone(witness):
    witness.defers = "gmail.com"

    assert not send(witness, "maria@gmail.com")
    assert send(witness)

    assert len(witness.deferred) == len(witness.taken) == 1


def test_who_is_away_takes_nothing_until_it_is_back(witness):
    witness.feel(Mood.AWAY)
    assert not send(witness)

    witness.feel(Mood.WELL)

    assert send(witness)
    assert len(witness.taken) == 1


@pytest.mark.parametrize("mood", [Mood.REFUSING, Mood.BUSY, Mood.GREYLISTING])
def test_a_relay_that_says_so_or_does_not_begin_has_only_what_it_said_yes_to(witness, mood):
    witness.feel(mood)

    said_yes = sum(send(witness) for _ in range(TRIES))

    assert said_yes == len(witness.taken) < TRIES


def test_behind_a_final_dot_without_an_answer_nobody_knows(witness):
    witness.feel(Mood.HANGING_UP)

    said_yes = sum(send(witness, f"{number}@member.example") for number in range(3 * TRIES))

    assert said_yes < len(witness.taken) < 3 * TRIES


def test_a_client_that_goes_while_it_waits_for_an_answer_leaves_its_mail_behind(witness):
    witness.pace_s = 0.2
    with socket.create_connection(("127.0.0.1", witness.port), 5) as relay:
        relay.sendall(b"EHLO bench\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n")
        relay.sendall(MAIL.encode() + b".\r\nNOOP\r\n")
        while b"354" not in relay.recv(1000):
            pass

    assert send(witness)

    assert [one.recipient for one in witness.taken] == ["c@d.example", "maria@member.example"]
