"""Newsletter: mailing lists and newsletters for alliances of independent unions."""
