"""The lines of an archive's files, one class for each file; the schemas beside the files are made from these.

Numbers are the archive's own: they lead from one file to another and mean nothing elsewhere. People are numbered from
1 without a gap, so that millions of lines can be checked without remembering them.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from newsletter.audiences import Reason
from newsletter.campaigns.lifecycle import State
from newsletter.campaigns.models import CampaignKind, InDoubt
from newsletter.delivery.fates import MessageState
from newsletter.delivery.meanings import Meaning
from newsletter.events.models import Answer
from newsletter.subscribers.field_kinds import FieldKind
from newsletter.subscribers.models import (
    Basis,
    ConsentAction,
    MailedBy,
    MemberRole,
    Scope,
    Standing,
    SuppressionReason,
)
from newsletter.unions.models import UnionKind

Number = Annotated[int, Field(ge=1, lt=2**53)]
"""Every JSON reader knows whole numbers up to there."""

Version = Annotated[int, Field(ge=1, lt=2**31)]
Count = Annotated[int, Field(ge=0, lt=2**31)]
Text = Annotated[str, Field(max_length=20_000)]
Word = Annotated[str, Field(max_length=320)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=24)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{32,64}$")]
Translations = dict[Code, Text]


class Record(BaseModel):
    """One line."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class UnionRecord(Record):
    """The union itself: the only line of its file."""

    number: Number
    """By which rules of audiences name it."""

    slug: Slug
    kind: UnionKind
    short_name: Word
    name: Translations
    countries: list[Code]
    languages: Annotated[list[Code], Field(min_length=1)]
    postal_address: Text
    website: Text
    contact_email: Word
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    logo_url: Text | None


class LocalRecord(Record):
    number: Number
    local: Word
    """What its members call it by, as their lines do."""

    name: Word
    country: Code
    region: Code


class SenderRecord(Record):
    name: Word
    address: Word
    reply_to: Word
    is_default: bool


class FieldRecord(Record):
    """A field of the union's own."""

    number: Number
    key: Word
    kind: FieldKind
    label: Translations
    choices: list[dict[str, Any]]
    position: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    archived_at: AwareDatetime | None


class ListRecord(Record):
    """A list the union may write to, its own or another's."""

    number: Number
    own: bool
    slug: Slug
    is_public: bool
    mailed_by: MailedBy
    in_archive: bool
    name: Translations
    description: Translations
    position: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    archived_at: AwareDatetime | None


class FormRecord(Record):
    """A sign-up form."""

    slug: Slug
    title: Translations
    intro: Translations
    thanks: Translations
    fields: list[Word]
    lists: list[Number]
    language: Code | None
    origins: list[Text]
    is_open: bool
    version: Version
    made_at: AwareDatetime


class WordingRecord(Record):
    """Words somebody agreed to."""

    number: Number
    version: Annotated[int, Field(gt=-(2**31), lt=2**31)]
    language: Code
    text: Text


class SegmentRecord(Record):
    """A saved rule about people. Its numbers are those of this archive."""

    number: Number
    name: Word
    rule: dict[str, Any]
    made_at: AwareDatetime
    changed_at: AwareDatetime


class ImportRecord(Record):
    """A roster that was taken in, and the words that stand for its people's evidence."""

    number: Number
    file_name: Word
    basis: Basis | None
    wording: Text | None
    lists: list[Number]
    counts: dict[str, Count]
    made_at: AwareDatetime
    ended_at: AwareDatetime | None


class PersonRecord(Record):
    """A member, present or former. Their line is their number."""

    number: Number
    email: Word
    language: Code
    country: Code | None
    region: Code | None
    known_since: AwareDatetime
    given_name: Word
    family_name: Word
    local: Word | None
    role: MemberRole
    member_number: Word | None
    joined_on: date | None
    ended_on: date | None
    fields: dict[str, str | float | bool]
    """By the key of the field; a date as text."""


class SubscriptionRecord(Record):
    person: Number
    on_list: Number
    standing: Standing
    changed_at: AwareDatetime
    basis: Basis
    expires_at: AwareDatetime | None


class ConsentRecordRecord(Record):
    """Who agreed to what, in which words, where and when."""

    person: Number
    on_list: Number
    action: ConsentAction
    basis: Basis
    wording: Number | None
    source: Text
    connection_hash: Hash | None
    at: AwareDatetime


class SuppressionRecord(Record):
    """An address that must not be mailed: as a keyed hash, and in clear where the person is a member."""

    address_hash: Hash
    person: Number | None
    scope: Scope
    on_list: Number | None
    reason: SuppressionReason
    at: AwareDatetime


class EventRecord(Record):
    number: Number
    own: bool
    title: Translations
    description: Translations
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    time_zone: Word
    other_zones: list[Word]
    place: Text | None
    online_url: Text | None
    speakers: list[dict[str, Any]]
    interpretation: list[Code]
    is_public: bool
    sequence: Count


class RsvpRecord(Record):
    event: Number
    person: Number
    answer: Answer
    answered_at: AwareDatetime


class VariantRecord(Record):
    """A campaign's words in one language."""

    language: Code
    subject: Text
    preheader: Text
    blocks: list[dict[str, Any]]
    revision: Version
    subject_revision: Version


class ApprovalRecord(Record):
    """The union's yes or no."""

    language: Code
    revision: Version
    granted: bool | None
    note: Text | None
    decided_at: AwareDatetime | None


class ForgottenRecord(Record):
    """So many messages whose people were taken out of the ledger."""

    language: Code
    state: MessageState
    reason: Reason | None
    messages: Count
    doubts: Count


class CampaignRecord(Record):
    """A campaign of the union's own, or one of another's that went to its members."""

    number: Number
    own: bool
    kind: CampaignKind
    title: Text
    topic: Number
    event: Number | None
    audience: dict[str, Any]
    languages: Annotated[list[Code], Field(min_length=1)]
    revision: Version
    in_doubt: InDoubt
    state: State
    starts_at: AwareDatetime | None
    created_at: AwareDatetime
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None
    variants: list[VariantRecord]
    approvals: list[ApprovalRecord]
    forgotten: list[ForgottenRecord]
    mails: list[Annotated[str, Field(pattern=r"^mails/[0-9]+-[A-Za-z0-9-]+\.eml$")]]


class FateRecord(Record):
    """What became of one message to one member."""

    campaign: Number
    person: Number
    language: Code
    state: MessageState
    reason: Reason | None
    attempts: Count
    doubts: Count
    sent_at: AwareDatetime | None
    reply: Text | None


class FigureRecord(Record):
    language: Code
    state: MessageState
    reason: Reason | None
    messages: Count


class SaidRecord(Record):
    """What relays said, by what it means."""

    meaning: Meaning
    state: MessageState
    messages: Count
    example: Text


class ReportRecord(Record):
    """A campaign's figures for this union's members. They follow from the other files, and are not read back."""

    campaign: Number
    audience: Count
    fates: list[FigureRecord]
    replies: list[SaidRecord]
    left_the_topic: Count
    answers: dict[Answer, Count]


class ActivityRecord(Record):
    """A line of the log. Its numbers are those of the installation it was written in; it is not read back."""

    at: AwareDatetime
    verb: Word
    subject: int
    by: Word | None
    """Who, by name; empty when it was a worker, the person themself or the operator."""

    details: dict[str, str | int]
