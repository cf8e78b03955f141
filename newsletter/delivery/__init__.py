"""The ledger: who gets which campaign, through which union, and what became of it."""
