"""What happens to events: they are written, and people answer."""
