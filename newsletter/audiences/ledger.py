"""The few columns of campaigns and the ledger that a rule asks for who was sent what.

The ledger stands above: freezing writes it from what is decided here, so its model cannot be imported. It is named
instead, and a test holds these names to the table.
"""

from sqlalchemy import BigInteger, String, column, table

message = table(
    "message",
    column("campaign_id", BigInteger),
    column("subscriber_id", BigInteger),
    column("via_union_id", BigInteger),
    column("state", String),
)

SENT = "sent"

campaign = table("campaign", column("id", BigInteger), column("union_id", BigInteger))
"""Whose a campaign is: its model stands above as well."""
