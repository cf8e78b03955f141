"""What is done to domains and their keys."""
