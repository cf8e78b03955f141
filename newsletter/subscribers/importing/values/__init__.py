"""What a cell means: pure functions from a text to a value; each returns None, or refuses, where it means none."""
