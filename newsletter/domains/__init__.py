"""The domains unions mail from: their DKIM keys, and what DNS says of them."""
