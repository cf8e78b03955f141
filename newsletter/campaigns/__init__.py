"""Campaigns: their words in each language, each union's yes, and when they go out."""
