"""The local inbox: takes all mail of a development or demo installation and shows it; delivers to nobody."""
