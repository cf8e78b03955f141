"""The spine: unions, people, consent, campaigns, events and the ledger."""

import sqlalchemy as sa
from alembic import op

from newsletter.db import BigId, Json, UtcDateTime
from newsletter.migrations.append_only import guard, unguard

EVIDENCE = ("consent_record", "activity")

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", BigId, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )
    op.create_table(
        "activity",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("union_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_union_id"), ["union_id"], unique=False)

    op.create_table(
        "consent_wording",
        sa.Column("id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_wording")),
        sa.UniqueConstraint("version", "language", name=op.f("uq_consent_wording_version_language")),
    )
    op.create_table(
        "limit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("per_second", sa.Integer(), nullable=True),
        sa.Column("per_hour", sa.Integer(), nullable=True),
        sa.Column("per_day", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit")),
        sa.UniqueConstraint("subject", "name", name=op.f("uq_limit_subject_name")),
    )
    op.create_table(
        "mail_domain",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_mail_domain")),
    )
    op.create_table(
        "subscriber",
        sa.Column("id", BigId, nullable=False),
        sa.Column("email", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_subscriber_address_hash")),
        sa.UniqueConstraint("email", name=op.f("uq_subscriber_email")),
    )
    op.create_table(
        "union",
        sa.Column("id", BigId, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("parent_id", BigId, nullable=True),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("countries", Json, nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("postal_address", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("logo_url", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["union.id"], name=op.f("fk_union_parent_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union")),
        sa.UniqueConstraint("slug", name=op.f("uq_union_slug")),
    )
    op.create_table(
        "warm_up",
        sa.Column("id", BigId, nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("growth_percent", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warm_up")),
        sa.UniqueConstraint("subject", "name", name=op.f("uq_warm_up_subject_name")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id_account")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_account_role_union_id_union")),
        sa.PrimaryKeyConstraint("account_id", "union_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "custom_field",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.Column("choices", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_custom_field_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("union_id", "key", name=op.f("uq_custom_field_union_id_key")),
    )
    op.create_table(
        "event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("description", Json, nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("other_zones", Json, nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("online_url", sa.String(), nullable=True),
        sa.Column("speakers", Json, nullable=False),
        sa.Column("interpretation", Json, nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_event_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_union_id"), ["union_id"], unique=False)

    op.create_table(
        "export",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("format", sa.String(24), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("choice", Json, nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("rows", BigId, nullable=False),
        sa.Column("rows_in_all", BigId, nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("size_bytes", BigId, nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_account_id_account")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_export_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_union_id_id"), ["union_id", "id"], unique=False)
        batch_op.create_index(
            "ix_export_waiting",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "list",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("mailed_by", sa.String(24), nullable=False),
        sa.Column("in_archive", sa.Boolean(), nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("description", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_list_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list")),
        sa.UniqueConstraint("slug", name=op.f("uq_list_slug")),
    )
    with op.batch_alter_table("list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_union_id"), ["union_id"], unique=False)

    op.create_table(
        "local",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_local_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local")),
        sa.UniqueConstraint("union_id", "number", name=op.f("uq_local_union_id_number")),
    )
    op.create_table(
        "message",
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("via_union_id", BigId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(24), nullable=True),
        sa.Column("batch_number", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("retry_at", UtcDateTime(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_message_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "subscriber_id", name=op.f("pk_message")),
        postgresql_partition_by="LIST (campaign_id)",
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_campaign_id_batch_number"), ["campaign_id", "batch_number"], unique=False
        )
        batch_op.create_index(
            "ix_message_put_off",
            ["campaign_id", "retry_at"],
            unique=False,
            postgresql_where=sa.text("retry_at IS NOT NULL"),
            sqlite_where=sa.text("retry_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_message_subscriber_id"), ["subscriber_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_notice_subscriber_id_subscriber")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_notice_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_recipient",
            ["recipient"],
            unique=False,
            postgresql_where=sa.text("recipient IS NOT NULL"),
            sqlite_where=sa.text("recipient IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_notice_subscriber_id_kind_asked_at"), ["subscriber_id", "kind", "asked_at"], unique=False
        )
        batch_op.create_index(
            "ix_notice_waiting",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "relay",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("tls", sa.String(24), nullable=False),
        sa.Column("auth", sa.String(24), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("sealed_key", sa.String(), nullable=True),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("hello", sa.String(), nullable=False),
        sa.Column("notify", sa.String(24), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("connections", sa.Integer(), nullable=False),
        sa.Column("connections_in_all", sa.Integer(), nullable=False),
        sa.Column("mails_per_connection", sa.Integer(), nullable=False),
        sa.Column("command_s", sa.Integer(), nullable=False),
        sa.Column("idle_s", sa.Integer(), nullable=False),
        sa.Column("signs_dkim", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_relay_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
        sa.UniqueConstraint("union_id", "name", name=op.f("uq_relay_union_id_name")),
    )
    op.create_table(
        "roster_import",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("roster", Json, nullable=False),
        sa.Column("mapping", Json, nullable=False),
        sa.Column("date_order", sa.String(), nullable=True),
        sa.Column("basis", sa.String(24), nullable=True),
        sa.Column("wording", sa.String(), nullable=True),
        sa.Column("list_ids", Json, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("line", BigId, nullable=False),
        sa.Column("rejects_bytes", BigId, nullable=False),
        sa.Column("counts", Json, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roster_import_account_id_account")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_roster_import_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_import_union_id"), ["union_id"], unique=False)

    op.create_table(
        "segment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rule", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_segment_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("union_id", "name", name=op.f("uq_segment_union_id_name")),
    )
    op.create_table(
        "sender_identity",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_sender_identity_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_identity")),
        sa.UniqueConstraint("union_id", "address", name=op.f("uq_sender_identity_union_id_address")),
    )
    with op.batch_alter_table("sender_identity", schema=None) as batch_op:
        batch_op.create_index(
            "uq_sender_identity_default",
            ["union_id"],
            unique=True,
            postgresql_where=sa.text("is_default"),
            sqlite_where=sa.text("is_default"),
        )

    op.create_table(
        "sending_domain",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("spf", sa.String(24), nullable=True),
        sa.Column("dmarc", sa.String(24), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_sending_domain_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_domain")),
        sa.UniqueConstraint("union_id", "name", name=op.f("uq_sending_domain_union_id_name")),
    )
    op.create_table(
        "sign_up_form",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("intro", Json, nullable=False),
        sa.Column("thanks", Json, nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("list_ids", Json, nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("origins", Json, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_sign_up_form_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up_form")),
        sa.UniqueConstraint("union_id", "slug", name=op.f("uq_sign_up_form_union_id_slug")),
    )
    op.create_table(
        "suppression",
        sa.Column("id", BigId, nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("scope", sa.String(24), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_suppression_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint(
            "address_hash",
            "scope",
            "list_id",
            "union_id",
            name=op.f("uq_suppression_address_hash_scope_list_id_union_id"),
        ),
    )
    op.create_table(
        "union_grant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("to_union_id", BigId, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("given_by", BigId, nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_union_grant_given_by_account")),
        sa.ForeignKeyConstraint(["to_union_id"], ["union.id"], name=op.f("fk_union_grant_to_union_id_union")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_union_grant_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_grant")),
    )
    with op.batch_alter_table("union_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_union_grant_to_union_id_kind"), ["to_union_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_union_grant_union_id"), ["union_id"], unique=False)

    op.create_table(
        "campaign",
        sa.Column("id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("list_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("audience", Json, nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("strain", sa.Integer(), nullable=False),
        sa.Column("halt", sa.String(24), nullable=True),
        sa.Column("halt_reply", sa.String(), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_campaign_event_id_event")),
        sa.ForeignKeyConstraint(["list_id"], ["list.id"], name=op.f("fk_campaign_list_id_list")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_campaign_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_union_id"), ["union_id"], unique=False)

    op.create_table(
        "consent_record",
        sa.Column("id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("list_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("basis", sa.String(24), nullable=False),
        sa.Column("wording_id", BigId, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("connection_hash", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["list.id"], name=op.f("fk_consent_record_list_id_list")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_consent_record_subscriber_id_subscriber")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_consent_record_union_id_union")),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["consent_wording.id"], name=op.f("fk_consent_record_wording_id_consent_wording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_record")),
    )
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_record_subscriber_id_at"), ["subscriber_id", "at"], unique=False)

    op.create_table(
        "dkim_key",
        sa.Column("id", BigId, nullable=False),
        sa.Column("domain_id", BigId, nullable=False),
        sa.Column("selector", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(24), nullable=False),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("active_from", UtcDateTime(), nullable=True),
        sa.Column("active_until", UtcDateTime(), nullable=True),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("found", sa.String(24), nullable=True),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["sending_domain.id"], name=op.f("fk_dkim_key_domain_id_sending_domain")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dkim_key")),
        sa.UniqueConstraint("domain_id", "selector", name=op.f("uq_dkim_key_domain_id_selector")),
    )
    with op.batch_alter_table("dkim_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dkim_key_domain_id"), ["domain_id"], unique=False)

    op.create_table(
        "list_merge",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("target_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("behind", BigId, nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_list_merge_account_id_account")),
        sa.ForeignKeyConstraint(["source_id"], ["list.id"], name=op.f("fk_list_merge_source_id_list")),
        sa.ForeignKeyConstraint(["target_id"], ["list.id"], name=op.f("fk_list_merge_target_id_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_merge")),
        sa.UniqueConstraint("source_id", name=op.f("uq_list_merge_source_id")),
    )
    with op.batch_alter_table("list_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_merge_target_id"), ["target_id"], unique=False)
        batch_op.create_index(
            "ix_list_merge_waiting",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "list_size",
        sa.Column("list_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("union_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["list.id"], name=op.f("fk_list_size_list_id_list")),
        sa.PrimaryKeyConstraint("list_id", "day", "union_id", name=op.f("pk_list_size")),
    )
    with op.batch_alter_table("list_size", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_size_list_id_union_id_day"), ["list_id", "union_id", "day"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("local_id", BigId, nullable=True),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "call_name",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("number", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["local_id"], ["local.id"], name=op.f("fk_membership_local_id_local")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_membership_subscriber_id_subscriber")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_membership_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("subscriber_id", "union_id", name=op.f("uq_membership_subscriber_id_union_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_membership_former",
            ["union_id", "sort_name", "id"],
            unique=False,
            postgresql_where=sa.text("ended_on IS NOT NULL"),
            sqlite_where=sa.text("ended_on IS NOT NULL"),
        )
        batch_op.create_index("ix_membership_union_id_call_name_id", ["union_id", "call_name", "id"], unique=False)
        batch_op.create_index("ix_membership_union_id_number_id", ["union_id", "number", "id"], unique=False)
        batch_op.create_index("ix_membership_union_id_sort_name_id", ["union_id", "sort_name", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_membership_union_id_subscriber_id"), ["union_id", "subscriber_id"], unique=False
        )

    op.create_table(
        "paper_card",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("form_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_paper_card_account_id_account")),
        sa.ForeignKeyConstraint(["form_id"], ["sign_up_form.id"], name=op.f("fk_paper_card_form_id_sign_up_form")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_paper_card")),
    )
    with op.batch_alter_table("paper_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_card_form_id"), ["form_id"], unique=False)

    op.create_table(
        "rsvp",
        sa.Column("event_id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("answer", sa.String(24), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_rsvp_event_id_event")),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_rsvp_subscriber_id_subscriber")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_rsvp_union_id_union")),
        sa.PrimaryKeyConstraint("event_id", "subscriber_id", name=op.f("pk_rsvp")),
    )
    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rsvp_subscriber_id"), ["subscriber_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("list_id", BigId, nullable=False),
        sa.Column("standing", sa.String(24), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("basis", sa.String(24), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["list.id"], name=op.f("fk_subscription_list_id_list")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_subscription_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "list_id", name=op.f("pk_subscription")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(
            "ix_subscription_expiring",
            ["expires_at"],
            unique=False,
            postgresql_where=sa.text("expires_at IS NOT NULL"),
            sqlite_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_subscription_list_id_standing_subscriber_id"),
            ["list_id", "standing", "subscriber_id"],
            unique=False,
        )

    op.create_table(
        "approval",
        sa.Column("id", BigId, nullable=False),
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_approval_account_id_account")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_approval_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_approval_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "campaign_id", "union_id", "language", name=op.f("uq_approval_campaign_id_union_id_language")
        ),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_union_id"), ["union_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("subscriber_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(24), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_attempt_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_attempt_subscriber_id_subscriber")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "subscriber_id", "number", name=op.f("pk_attempt")),
    )
    op.create_table(
        "batch",
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("via_union_id", BigId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("reach", BigId, nullable=False),
        sa.Column("aside", Json, nullable=False),
        sa.Column("aside_since", UtcDateTime(), nullable=True),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_batch_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["via_union_id"], ["union.id"], name=op.f("fk_batch_via_union_id_union")),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_batch_campaign_id_state_number"), ["campaign_id", "state", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_batch_campaign_id_taken_at"), ["campaign_id", "taken_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_batch_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "destination",
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("union_id", BigId, nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("people", BigId, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_destination_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["union_id"], ["union.id"], name=op.f("fk_destination_union_id_union")),
        sa.PrimaryKeyConstraint("campaign_id", "union_id", "domain", name=op.f("pk_destination")),
    )
    op.create_table(
        "field_value",
        sa.Column("membership_id", BigId, nullable=False),
        sa.Column("field_id", BigId, nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=op.f("fk_field_value_field_id_custom_field")),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_field_value_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("membership_id", "field_id", name=op.f("pk_field_value")),
    )
    with op.batch_alter_table("field_value", schema=None) as batch_op:
        batch_op.create_index(
            "ix_field_value_field_id_day",
            ["field_id", "day", "membership_id"],
            unique=False,
            postgresql_where=sa.text("day IS NOT NULL"),
            sqlite_where=sa.text("day IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_field_value_field_id_number",
            ["field_id", "number", "membership_id"],
            unique=False,
            postgresql_where=sa.text("number IS NOT NULL"),
            sqlite_where=sa.text("number IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_field_value_field_id_text",
            ["field_id", "text", "membership_id"],
            unique=False,
            postgresql_where=sa.text("text IS NOT NULL"),
            sqlite_where=sa.text("text IS NOT NULL"),
        )

    op.create_table(
        "kept_line",
        sa.Column("id", BigId, nullable=False),
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("via_union_id", BigId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.String(24), nullable=True),
        sa.Column("messages", BigId, nullable=False),
        sa.Column("doubts", BigId, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_kept_line_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["via_union_id"], ["union.id"], name=op.f("fk_kept_line_via_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_line")),
    )
    with op.batch_alter_table("kept_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_line_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "kept_reply",
        sa.Column("id", BigId, nullable=False),
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("via_union_id", BigId, nullable=False),
        sa.Column("meaning", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("messages", BigId, nullable=False),
        sa.Column("example", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_kept_reply_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["via_union_id"], ["union.id"], name=op.f("fk_kept_reply_via_union_id_union")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_reply")),
    )
    with op.batch_alter_table("kept_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_reply_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "variant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("campaign_id", BigId, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("preheader", sa.String(), nullable=False),
        sa.Column("blocks", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("subject_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_variant_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("campaign_id", "language", name=op.f("uq_variant_campaign_id_language")),
    )
    for table in EVIDENCE:
        guard(table)


def downgrade() -> None:
    for table in EVIDENCE:
        unguard(table)
    op.drop_table("variant")
    with op.batch_alter_table("kept_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_reply_campaign_id"))

    op.drop_table("kept_reply")
    with op.batch_alter_table("kept_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_line_campaign_id"))

    op.drop_table("kept_line")
    with op.batch_alter_table("field_value", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_field_value_field_id_text",
            postgresql_where=sa.text("text IS NOT NULL"),
            sqlite_where=sa.text("text IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_field_value_field_id_number",
            postgresql_where=sa.text("number IS NOT NULL"),
            sqlite_where=sa.text("number IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_field_value_field_id_day",
            postgresql_where=sa.text("day IS NOT NULL"),
            sqlite_where=sa.text("day IS NOT NULL"),
        )

    op.drop_table("field_value")
    op.drop_table("destination")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_batch_campaign_id_taken_at"))
        batch_op.drop_index(batch_op.f("ix_batch_campaign_id_state_number"))

    op.drop_table("batch")
    op.drop_table("attempt")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_union_id"))

    op.drop_table("approval")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_list_id_standing_subscriber_id"))
        batch_op.drop_index(
            "ix_subscription_expiring",
            postgresql_where=sa.text("expires_at IS NOT NULL"),
            sqlite_where=sa.text("expires_at IS NOT NULL"),
        )

    op.drop_table("subscription")
    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rsvp_subscriber_id"))

    op.drop_table("rsvp")
    with op.batch_alter_table("paper_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_card_form_id"))

    op.drop_table("paper_card")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_union_id_subscriber_id"))
        batch_op.drop_index("ix_membership_union_id_sort_name_id")
        batch_op.drop_index("ix_membership_union_id_number_id")
        batch_op.drop_index("ix_membership_union_id_call_name_id")
        batch_op.drop_index(
            "ix_membership_former",
            postgresql_where=sa.text("ended_on IS NOT NULL"),
            sqlite_where=sa.text("ended_on IS NOT NULL"),
        )

    op.drop_table("membership")
    with op.batch_alter_table("list_size", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_size_list_id_union_id_day"))

    op.drop_table("list_size")
    with op.batch_alter_table("list_merge", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_list_merge_waiting",
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_list_merge_target_id"))

    op.drop_table("list_merge")
    with op.batch_alter_table("dkim_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dkim_key_domain_id"))

    op.drop_table("dkim_key")
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_record_subscriber_id_at"))

    op.drop_table("consent_record")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_union_id"))
        batch_op.drop_index(batch_op.f("ix_campaign_starts_at"))

    op.drop_table("campaign")
    with op.batch_alter_table("union_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_union_grant_union_id"))
        batch_op.drop_index(batch_op.f("ix_union_grant_to_union_id_kind"))

    op.drop_table("union_grant")
    op.drop_table("suppression")
    op.drop_table("sign_up_form")
    op.drop_table("sending_domain")
    with op.batch_alter_table("sender_identity", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sender_identity_default", postgresql_where=sa.text("is_default"), sqlite_where=sa.text("is_default")
        )

    op.drop_table("sender_identity")
    op.drop_table("segment")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_import_union_id"))

    op.drop_table("roster_import")
    op.drop_table("relay")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_waiting",
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_subscriber_id_kind_asked_at"))
        batch_op.drop_index(
            "ix_notice_recipient",
            postgresql_where=sa.text("recipient IS NOT NULL"),
            sqlite_where=sa.text("recipient IS NOT NULL"),
        )

    op.drop_table("notice")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_subscriber_id"))
        batch_op.drop_index(
            "ix_message_put_off",
            postgresql_where=sa.text("retry_at IS NOT NULL"),
            sqlite_where=sa.text("retry_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_message_campaign_id_batch_number"))

    op.drop_table("message")
    op.drop_table("local")
    with op.batch_alter_table("list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_union_id"))

    op.drop_table("list")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_export_waiting",
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_export_union_id_id"))

    op.drop_table("export")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_union_id"))

    op.drop_table("event")
    op.drop_table("custom_field")
    op.drop_table("account_role")
    op.drop_table("warm_up")
    op.drop_table("union")
    op.drop_table("subscriber")
    op.drop_table("mail_domain")
    op.drop_table("limit")
    op.drop_table("consent_wording")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_union_id"))
        batch_op.drop_index(batch_op.f("ix_activity_at"))

    op.drop_table("activity")
    op.drop_table("account")
