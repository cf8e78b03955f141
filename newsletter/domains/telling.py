"""What was found, in words; English, to be translated by who shows them."""

from newsletter.domains.models import DkimKey
from newsletter.domains.phases import Phase, Standing
from newsletter.domains.records import Finding
from newsletter.translations import N_

_LONGEST_STRING = 255
"""Of one string in a TXT record: its length is one octet (RFC 1035 § 3.3)."""

_NOT_CHECKED = N_("DNS was not asked yet.")
_SILENT = N_("DNS gave no answer. Ask again in a while.")

_KEY = {
    Finding.RIGHT: N_("DNS shows it."),
    Finding.MISSING: N_("DNS shows nothing there yet. It can take some hours until a new record is seen."),
    Finding.OTHER: N_("DNS shows something else there. Publish it again, whole: a part of it may have got lost."),
    Finding.SEVERAL: N_("DNS shows several records there, so receivers take none. Leave only this one."),
    Finding.SILENT: _SILENT,
}

_SPF = {
    Finding.RIGHT: N_("The domain says which servers send its mail."),
    Finding.LAX: N_("The SPF record lets everybody send in the name of the domain: end it with ~all or -all."),
    Finding.MISSING: N_("There is no SPF record. Publish one that names the servers that send your mail."),
    Finding.SEVERAL: N_("There are several SPF records, so receivers take none. Make one of them."),
    Finding.SILENT: _SILENT,
}

_DMARC = {
    Finding.RIGHT: N_("The domain asks receivers to refuse or set aside mail that is not its own."),
    Finding.LAX: N_(
        "The domain asks for nothing yet (p=none). Gmail and Yahoo are content with that; once all your mail is "
        "signed, p=quarantine protects your name."
    ),
    Finding.MISSING: N_("There is no DMARC record, which Gmail and Yahoo ask for. A beginning: v=DMARC1; p=none"),
    Finding.SEVERAL: N_("There are several DMARC records, so receivers take none. Leave one."),
    Finding.SILENT: _SILENT,
}

STANDINGS = {
    Standing.WAITING: N_("Not signed yet"),
    Standing.ACTIVE: N_("Mail is signed"),
    Standing.ROTATING: N_("New keys wait for DNS"),
    Standing.BROKEN: N_("A key is missing from DNS"),
}

PHASES = {
    Phase.WAITING: N_("Publish it"),
    Phase.ACTIVE: N_("Signs: keep it"),
    Phase.RESTING: N_("Replaced: keep it until mail under way has arrived"),
    Phase.RETIRED: N_("Not needed any more: take it out"),
}


def about_key(found: Finding | None) -> str:
    """What DNS says of a key's record."""
    return _KEY[found] if found else _NOT_CHECKED


def about_spf(found: Finding | None) -> str:
    """What DNS says about who may send."""
    return _SPF[found] if found else _NOT_CHECKED


def about_dmarc(found: Finding | None) -> str:
    """What DNS says about mail of others."""
    return _DMARC[found] if found else _NOT_CHECKED


def zone_line(key: DkimKey) -> str:
    """The record as a zone file has it, cut into strings as long as DNS allows."""
    pieces = [key.record[at : at + _LONGEST_STRING] for at in range(0, len(key.record), _LONGEST_STRING)]
    quoted = " ".join(f'"{piece}"' for piece in pieces)
    return f"{key.host}. IN TXT {f'( {quoted} )' if len(pieces) > 1 else quoted}"
