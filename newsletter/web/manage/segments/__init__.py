"""Rules about people, built on a page and kept under a name."""
