"""What happens to messages: they are frozen, released, sent, tried again and taken over."""
