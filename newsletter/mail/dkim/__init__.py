"""DKIM (RFC 6376, RFC 8463): keys, and signatures made at the speed of a campaign."""

from newsletter.mail.dkim.keys import Algorithm, BadKey, SigningKey, make_key, public_record
from newsletter.mail.dkim.seal import LIFE, Seal

__all__ = ["LIFE", "Algorithm", "BadKey", "Seal", "SigningKey", "make_key", "public_record"]
