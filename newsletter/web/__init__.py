"""HTTP and nothing else: what people and their mail programs ask for, and what they get."""
