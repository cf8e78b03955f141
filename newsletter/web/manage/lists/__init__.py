"""The lists a union keeps and may write to."""
