"""Taking people out as a table, and leaving with everything; for stewards."""
