"""A domain's two keys, what DNS says of them, and dkimpy to read signatures."""

from functools import cache

import dkim

from newsletter.mail.dkim import Algorithm, SigningKey, make_key, public_record

DOMAIN = "ue.example"
SELECTORS = {Algorithm.RSA: "nl2026r", Algorithm.ED25519: "nl2026e"}


@cache
def private(algorithm):
    return make_key(algorithm)


@cache
def signers():
    """Both keys, ready to sign."""
    return tuple(
        SigningKey.load(private(algorithm), domain=DOMAIN, selector=selector)
        for algorithm, selector in SELECTORS.items()
    )


@cache
def zone():
    """The TXT records of the domain, by name."""
    return {
        f"{selector}._domainkey.{DOMAIN}": public_record(private(algorithm))
        for algorithm, selector in SELECTORS.items()
    }


def verdicts(mail):
    """What dkimpy says of each of the two signatures of a mail, RSA's first."""
    return [dkim.DKIM(mail).verify(place, dnsfunc=_answer) for place in range(len(SELECTORS))]


def _answer(name, timeout=5):
    return zone().get(name.decode().removesuffix("."), "").encode()
