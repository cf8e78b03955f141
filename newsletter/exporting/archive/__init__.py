"""All that a union has as one file in open formats (docs/archive.md), and back into another installation."""
