"""A campaign from its first word to its report."""
