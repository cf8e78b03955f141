"""The relays mail is handed to: a union's own, or the alliance's for all who have none."""
