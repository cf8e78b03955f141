"""What a union takes out: people as tables, and everything it has as one archive that another installation reads."""
