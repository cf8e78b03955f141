"""Events, who is invited, who answered, and what calendars are told."""
