"""Events and who answered."""
