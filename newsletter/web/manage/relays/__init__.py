"""Which relays a union's mail is handed to; for owners."""
