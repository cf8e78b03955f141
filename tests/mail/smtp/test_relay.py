from dataclasses import replace

import pytest

from newsletter.mail.smtp import Auth, BadRelay, Notify, Relay, Tls

URLS = [
    ("smtp://mail.example", Relay("mail.example", 25, Tls.OFFERED)),
    ("smtps://mail.example", Relay("mail.example", 465, Tls.IMPLICIT)),
    ("smtp://mail.example:2525?starttls=off", Relay("mail.example", 2525, Tls.OFF)),
    ("smtp://[::1]:25?starttls=offered", Relay("::1", 25, Tls.OFFERED)),
    ("smtp://ue:s%40cret@mail.example:587", Relay("mail.example", 587, Tls.REQUIRED, "ue", "s@cret")),
    ("smtp://ue:x@mail.example?starttls=offered", Relay("mail.example", 25, Tls.OFFERED, "ue", "x")),
    ("smtp://mail.example?hello=a.example&ca=/c.pem", Relay("mail.example", 25, hello="a.example", ca="/c.pem")),
    (
        "smtps://ue:x@mail.example?auth=xoauth2",
        Relay("mail.example", 465, Tls.IMPLICIT, "ue", "x", auth=Auth.XOAUTH2),
    ),
    (
        "smtp://mail.example?notify=NEVER&mails=50",
        Relay("mail.example", notify=Notify.NEVER, mails_per_connection=50),
    ),
]


@pytest.mark.parametrize(("url", "relay"), URLS)
def test_a_url_names_a_relay(url, relay):
    assert Relay.parse(url) == relay


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "smtp://"),
        ("mail.example:25", "smtp://"),
        ("http://mail.example", "smtp://"),
        ("smtp://", "no host"),
        ("smtp://:25", "no host"),
        ("smtp://mail.example:mail", "port"),
        ("smtp://mail.example:99999", "port"),
        ("smtp://mail.example?starttls=maybe", "required, offered or off"),
        ("smtp://mail.example?tls=yes", "'tls' is not known"),
        ("smtp://mail.example?auth=ntlm", "password, plain, login, xoauth2"),
        ("smtp://mail.example?notify=SUCCESS", "FAILURE, "),
        ("smtp://mail.example?mails=-1", "a number"),
        ("smtp://mail.example?cert=/nowhere.pem", "nowhere.pem cannot be read"),
    ],
)
def test_a_broken_url_says_what_is_wrong(url, why):
    with pytest.raises(BadRelay, match=why):
        Relay.parse(url)


def test_files_of_our_own_are_read_at_once(tmp_path):
    for name in ("cert", "key"):
        (tmp_path / name).write_text(f"{name}!")

    relay = Relay.parse(f"smtp://mail.example?cert={tmp_path / 'cert'}&key={tmp_path / 'key'}")

    assert (relay.certificate, relay.key) == ("cert!", "key!")


def test_a_password_is_not_shown():
    relay = replace(Relay.parse("smtp://ue:hunter2@mail.example"), key="hunter2")

    assert "hunter2" not in repr(relay)
    assert str(relay) == "mail.example:25"
