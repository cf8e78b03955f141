"""What is in an archive: its files in the order in which they are written and read, and of every table the answer."""

from newsletter.exporting.archive import records
from newsletter.exporting.archive.records import Record

FORMAT = "newsletter-union-archive"
VERSION = 1
"""Counted on when a reader of the one before would misunderstand it."""

MANIFEST = "manifest.json"

FILES: dict[str, type[Record]] = {
    "union.jsonl": records.UnionRecord,
    "locals.jsonl": records.LocalRecord,
    "senders.jsonl": records.SenderRecord,
    "fields.jsonl": records.FieldRecord,
    "lists.jsonl": records.ListRecord,
    "forms.jsonl": records.FormRecord,
    "segments.jsonl": records.SegmentRecord,
    "wordings.jsonl": records.WordingRecord,
    "imports.jsonl": records.ImportRecord,
    "people.jsonl": records.PersonRecord,
    "subscriptions.jsonl": records.SubscriptionRecord,
    "consents.jsonl": records.ConsentRecordRecord,
    "suppressions.jsonl": records.SuppressionRecord,
    "events.jsonl": records.EventRecord,
    "rsvps.jsonl": records.RsvpRecord,
    "campaigns.jsonl": records.CampaignRecord,
    "fates.jsonl": records.FateRecord,
    "reports.jsonl": records.ReportRecord,
    "activity.jsonl": records.ActivityRecord,
}

LEFT_OUT = {
    "account": "who works for the union signs in where it goes to; the log names them",
    "account_role": "the same",
    "attempt": "what was said at each try is in the reports, grouped",
    "batch": "how the ledger was cut for workers",
    "destination": "counted again from the ledger",
    "dkim_key": "a secret of this installation",
    "export": "files that were taken out; the log has them",
    "kept_reply": "what relays said is in the reports",
    "limit": "how fast this installation may send",
    "list_merge": "the lists and the evidence are as they are after it",
    "list_size": "counted again",
    "mail_domain": "what DNS says to anybody",
    "notice": "mails about a subscription on their way; what came of them is in the evidence",
    "paper_card": "keys by which a sheet is not taken in twice here",
    "relay": "a secret of this installation",
    "sending_domain": "its keys are secrets of this installation; DNS has the rest",
    "union_grant": "what it lets this alliance see; another asks for itself",
    "warm_up": "how well this installation's addresses are known",
}
"""Tables that are not in it, each with the reason."""

IN_FILES = {
    "activity": "activity.jsonl",
    "approval": "campaigns.jsonl",
    "campaign": "campaigns.jsonl",
    "consent_record": "consents.jsonl",
    "consent_wording": "wordings.jsonl",
    "custom_field": "fields.jsonl",
    "event": "events.jsonl",
    "field_value": "people.jsonl",
    "kept_line": "campaigns.jsonl",
    "list": "lists.jsonl",
    "local": "locals.jsonl",
    "membership": "people.jsonl",
    "message": "fates.jsonl",
    "roster_import": "imports.jsonl",
    "rsvp": "rsvps.jsonl",
    "segment": "segments.jsonl",
    "sender_identity": "senders.jsonl",
    "sign_up_form": "forms.jsonl",
    "subscriber": "people.jsonl",
    "subscription": "subscriptions.jsonl",
    "suppression": "suppressions.jsonl",
    "union": "union.jsonl",
    "variant": "campaigns.jsonl",
}
"""Tables that are, and where."""


def schema_name(file: str) -> str:
    """Where the schema of a file stands."""
    return f"schemas/{file.removesuffix('.jsonl')}.schema.json"
