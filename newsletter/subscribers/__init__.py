"""People: who they are to which union, what they subscribed to, what they agreed to, and when they left."""
