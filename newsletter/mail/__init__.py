"""Mail as bytes: a plain library that knows no database, no web and no template.

`Mould` turns one letter into bytes once and casts a copy per person; `smtp` hands the copies to a relay.
"""
