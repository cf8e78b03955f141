"""A union with a sender, a vault, and a DNS server of our own on loopback."""

import socketserver
import threading
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from newsletter.domains.dns import Dns
from newsletter.vault import Vault
from tests.factories import make_union


@pytest.fixture
def vault():
    return Vault("a secret that opens the keys of these tests")


@pytest.fixture
def ue(session):
    return make_union(session, "ue")


@dataclass
class Zone:
    """Texts by name: each a list of records, each a list of strings; a name without a list gets no answer."""

    resolver: Dns
    texts: dict[str, list[list[str]] | None] = field(default_factory=dict)
    exchangers: dict[str, list[str]] = field(default_factory=dict)
    """Preference and name of each, by domain."""


@pytest.fixture
def zone():
    """A zone that is really asked over UDP."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            wire, sock = self.request
            query = dns.message.from_wire(wire)
            name = query.question[0].name
            host = name.to_text(omit_final_dot=True)
            texts = made.texts.get(host, [])
            if texts is None:
                return
            exchangers = made.exchangers.get(host, [])
            reply = dns.message.make_response(query)
            reply.flags |= dns.flags.RA
            if not texts and not exchangers:
                reply.set_rcode(dns.rcode.NXDOMAIN)
            for strings in texts:
                words = " ".join(f'"{one}"' for one in strings)
                reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", words))
            for words in exchangers:
                reply.answer.append(dns.rrset.from_text(name, 60, "IN", "MX", words))
            sock.sendto(reply.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        made = Zone(Dns("127.0.0.1", server.server_address[1]))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()
