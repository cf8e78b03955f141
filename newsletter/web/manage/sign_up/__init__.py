"""Sign-up forms of a union's own: what they ask, how they get to people, and cards typed in at a table."""
