"""From a file as somebody's computer saved it to rows of text, with bounded memory whatever the file is."""
