"""Taking in rosters: a file is read, its columns are named, its cells are understood, its people are taken in."""
