import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import threading

import pytest

from newsletter.inbox.store import Store
from newsletter.mail.smtp import Connection, Envelope, Kind, send_one
from tests.inbox.conftest import SERVE

BODY = b"Subject: May Day\r\nTo: maria@ue.example\r\n\r\nHello\r\n"


def envelopes(count, body=BODY):
    return [Envelope("b+abc@nasp.example", f"m{key}@ue.example", body, key) for key in range(count)]


def test_many_mails_arrive_each_once_as_they_were_sent(server, store_path):
    _, relay = server

    def send():
        with Connection(relay) as connection:
            assert all(outcome.kind is Kind.ACCEPTED for outcome in connection.send_many(envelopes(100)))

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Store(store_path) as store:
        assert store.count() == 300
        assert sorted(mail.recipients[0] for mail in store.every()) == sorted(
            f"m{n % 100}@ue.example" for n in range(300)
        )
        assert {store.raw(mail.id) for mail in store.every()} == {BODY}


def test_the_next_mail_may_be_announced_before_the_answer(server):
    _, relay = server
    with smtplib.SMTP(relay.host, relay.port) as client:
        client.ehlo()
        assert client.has_extn("pipelining")


def test_letters_beyond_ascii_before_the_at_sign_are_taken(server, store_path):
    _, relay = server
    body = BODY.replace(b"maria", "josé".encode())

    send_one(relay, Envelope("b+abc@nasp.example", "josé@ue.example", body, 1))

    with Store(store_path) as store:
        (mail,) = store.every()
        assert mail.recipients == ("josé@ue.example",)
        assert store.raw(mail.id) == body


def test_every_content_ends_at_its_lone_dot(server, store_path):
    _, relay = server
    contents = ["\r\n", ".leading\r\n", "..\r\n", "a.\r\n.b\r\n", "x\r\n\r\n", "end.\r\n" * 3, "é\r\n" * 30_000]
    with smtplib.SMTP(relay.host, relay.port) as client:
        for content in contents:
            client.sendmail("a@ue.example", "b@ue.example", content.encode())

    with Store(store_path) as store:
        assert [store.raw(mail.id).decode() for mail in store.every()] == contents


def test_the_null_sender_and_several_recipients_are_kept(server, store_path):
    _, relay = server
    with smtplib.SMTP(relay.host, relay.port) as client:
        client.sendmail("", ["a@ue.example", "b@ue.example"], BODY)

    with Store(store_path) as store:
        (mail,) = store.every()
        assert (mail.sender, mail.recipients) == ("", ("a@ue.example", "b@ue.example"))


@pytest.mark.parametrize("line_end", [b"\r\n", b".\r\n"])
def test_a_mail_that_is_too_large_is_refused_and_the_next_one_taken(server, store_path, line_end):
    _, relay = server
    large = envelopes(1, (b"y" * 1_000_000 + line_end) * 40)
    with Connection(relay) as connection:
        kinds = [outcome.kind for outcome in connection.send_many(large + envelopes(1))]

    assert kinds == [Kind.REFUSED, Kind.ACCEPTED]
    with Store(store_path) as store:
        assert store.count() == 1


def test_a_store_that_cannot_write_is_said_to_the_sender(server, store_path):
    _, relay = server
    with sqlite3.connect(store_path) as breaking:
        breaking.execute("ALTER TABLE source RENAME TO elsewhere")

    with Connection(relay) as connection:
        (outcome,) = connection.send_many(envelopes(1))

    assert (outcome.kind, outcome.code) == (Kind.DEFERRED, 452)
    breaking.close()


def test_it_stops_cleanly_when_told_to_also_in_the_middle_of_a_mail(server):
    process, relay = server
    with socket.create_connection((relay.host, relay.port)) as client:
        client.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf a mail")
        send_one(relay, envelopes(1)[0])

        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=10)

    assert process.returncode == 0
    assert complaints == ""


def test_a_taken_port_is_an_error_at_once(server, store_path):
    _, relay = server
    command = [sys.executable, "-c", SERVE.replace(", 0,", f", {relay.port},"), str(store_path)]

    second = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert second.returncode != 0
    assert "address already in use" in second.stderr.lower()
