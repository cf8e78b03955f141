"""Which rows of each table are there for a staff member's transaction (`newsletter.fence`), on PostgreSQL.

This is what holds today and no history, so it stands beside the migrations and is brought up to date behind each
upgrade. Only tables named here can be read at all inside the fence; a campaign's partition of the ledger has no name
of its own there.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from newsletter.errors import NewsletterError
from newsletter.fence import ROLE, SETTING
from newsletter.subscribers.models.list_size import EVERYBODY

_UNIONS = f"(current_setting('{SETTING}')::bigint[])"

_ASKED = "newsletter_asked"
_ASKED_BODY = """
CREATE OR REPLACE FUNCTION {name}(bigint) RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql
SET search_path = pg_catalog, {schema} AS
'SELECT EXISTS (SELECT FROM approval WHERE campaign_id = $1 AND {mine})'
"""
"""Looks at approvals past their policy: it needs the campaign's, which needs this."""

_MEMBER = "(SELECT true FROM membership m WHERE m.subscriber_id = {person} AND {mine} LIMIT 1)"


class MayNotMakeRoles(NewsletterError):
    """The database's user may not make the role that staff work under; says what to do."""


@dataclass(frozen=True)
class Open:
    """Every row is there."""

    because: str


def mine(column: str = "union_id") -> str:
    """The row is of a union of the desk."""
    return f"{column} = ANY {_UNIONS}"


def member(column: str) -> str:
    """The person is, or was, a member of a union of the desk. Unique constraint: subscriber_id, union_id.

    Not EXISTS: for that PostgreSQL would read all members of a union into memory, before a page of fifty.
    """
    return _MEMBER.format(person=column, mine=mine("m.union_id"))


_OF_OWN_CAMPAIGN = f"EXISTS (SELECT FROM campaign c WHERE c.id = campaign_id AND {mine('c.union_id')})"

_ALLIANCES = "IN (SELECT a.id FROM \"union\" a WHERE a.kind = 'alliance')"

_ABOVE = """
WITH RECURSIVE above (id, parent_id) AS (
SELECT u.id, u.parent_id FROM "union" u WHERE {mine}
UNION SELECT u.id, u.parent_id FROM "union" u JOIN above ON u.id = above.parent_id)
SELECT id FROM above
""".format(mine=mine("u.id"))  # noqa: S608 (our own words)
"""The unions of the desk and all above them."""

POLICIES: dict[str, str | Open] = {
    "account": Open("staff sign in before it is known where they work, and name each other"),
    "account_role": Open("the same"),
    "activity": mine(),
    "approval": f"{mine()} OR {_OF_OWN_CAMPAIGN}",
    "attempt": "EXISTS (SELECT FROM message m WHERE (m.campaign_id, m.subscriber_id)"
    " = (attempt.campaign_id, attempt.subscriber_id))",
    "batch": f"{mine('via_union_id')} OR {_OF_OWN_CAMPAIGN}",
    "campaign": f"{mine()} OR {_ASKED}(id)",
    "consent_record": f"{mine()} OR EXISTS (SELECT FROM list l WHERE l.id = list_id AND {mine('l.union_id')})",
    "consent_wording": Open("words everybody is shown"),
    "custom_field": mine(),
    "destination": mine(),
    "dkim_key": "EXISTS (SELECT FROM sending_domain d WHERE d.id = domain_id)",
    "event": f"{mine()} OR (is_public AND union_id {_ALLIANCES})",
    "export": mine(),
    "field_value": "EXISTS (SELECT FROM custom_field f WHERE f.id = field_id)",
    "kept_line": mine("via_union_id"),
    "kept_reply": mine("via_union_id"),
    "limit": Open("what receivers and relays are sent is set for all together"),
    "list": f"{mine()} OR is_public OR mailed_by = 'alliance'"
    f" OR (mailed_by = 'affiliates' AND union_id IN ({_ABOVE}))",
    "list_merge": "EXISTS (SELECT FROM list l WHERE l.id = source_id)",
    "list_size": f"{mine()} OR (union_id = {EVERYBODY} AND EXISTS"
    f" (SELECT FROM list l WHERE l.id = list_id AND {mine('l.union_id')}))",
    "local": Open("the sign-up page shows them to everybody"),
    "mail_domain": Open("what DNS says"),
    "membership": mine(),
    "message": mine("via_union_id"),
    "notice": mine(),
    "paper_card": "EXISTS (SELECT FROM sign_up_form f WHERE f.id = form_id)",
    "relay": f"{mine()} OR union_id {_ALLIANCES}",
    "roster_import": mine(),
    "rsvp": mine(),
    "segment": mine(),
    "sender_identity": Open("stands on every mail"),
    "sending_domain": f"{mine()} OR union_id {_ALLIANCES}",
    "sign_up_form": mine(),
    "subscriber": member("subscriber.id"),
    "subscription": member("subscription.subscriber_id"),
    "suppression": f"{mine()} OR (union_id {_ALLIANCES}"
    " AND EXISTS (SELECT FROM subscriber s WHERE s.address_hash = suppression.address_hash))",
    "union": Open("everybody knows which unions there are"),
    "union_grant": f"{mine()} OR {mine('to_union_id')}",
    "variant": "EXISTS (SELECT FROM campaign c WHERE c.id = campaign_id)",
    "warm_up": Open("as limits"),
}
"""By table: what must be true of a row, or why all are there. A subquery sees what its own tables' policies show."""


def fence(connection: Connection) -> None:
    """Make role and policies what they are above. What is so already is not touched, nor locked.

    Raises MayNotMakeRoles.
    """
    _make_role(connection)
    run = connection.exec_driver_sql
    run(_ASKED_BODY.format(name=_ASKED, schema=_schema(connection), mine=_quoted(mine())))
    run(f"GRANT USAGE ON SCHEMA {_schema(connection)} TO {ROLE}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {_schema(connection)} TO {ROLE}")
    for table, rows in POLICIES.items():
        condition = "true" if isinstance(rows, Open) else rows
        mark = hashlib.sha256(condition.encode()).hexdigest()[:16]
        if _mark(connection, table) != mark:
            _set(connection, table, condition, mark)


def unfence(connection: Connection) -> None:
    """Take the policies away, which keep the tables they read from being dropped. The role is left with no rows."""
    known = connection.exec_driver_sql(
        "SELECT CAST(CAST(polrelid AS regclass) AS text) FROM pg_policy WHERE polname = %s", (ROLE,)
    )
    for table in known.scalars().all():
        connection.exec_driver_sql(f"DROP POLICY {ROLE} ON {table}")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_ASKED}(bigint)")


def _make_role(connection: Connection) -> None:
    known = connection.exec_driver_sql("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = %s", (ROLE,))
    if known.scalar():
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(
                f"DO $$ BEGIN CREATE ROLE {ROLE} NOLOGIN; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
            connection.exec_driver_sql(f"GRANT {ROLE} TO CURRENT_USER")
    except ProgrammingError as refused:
        raise MayNotMakeRoles(
            f"The database's user may not make the role that staff pages work under. Let its administrator say:"
            f" CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {_user(connection)}; and try again."
        ) from refused


def _set(connection: Connection, table: str, condition: str, mark: str) -> None:
    run, name = connection.exec_driver_sql, f'"{table}"'
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {ROLE}")
    run(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    run(f"DROP POLICY IF EXISTS {ROLE} ON {name}")
    run(f"CREATE POLICY {ROLE} ON {name} TO {ROLE} USING ({condition})")
    run(f"COMMENT ON POLICY {ROLE} ON {name} IS '{mark}'")


def _mark(connection: Connection, table: str) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT obj_description(oid, 'pg_policy') FROM pg_policy WHERE polname = %s AND polrelid = to_regclass(%s)",
        (ROLE, f'"{table}"'),
    ).scalar()
    return found


def _schema(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar())


def _user(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT quote_ident(current_user)").scalar())


def _quoted(condition: str) -> str:
    return condition.replace("'", "''")
