"""What became of a campaign, in figures that add up, out of the ledger and what people did afterwards."""
