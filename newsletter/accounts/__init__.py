"""Staff: who signs in, and what they may do in which union."""
