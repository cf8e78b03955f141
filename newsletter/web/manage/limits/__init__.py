"""How fast mail may go: by relay, to a mail operator, for a union; for owners."""
