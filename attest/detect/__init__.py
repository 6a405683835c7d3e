"""From facts to signals of AI involvement. Pure."""
