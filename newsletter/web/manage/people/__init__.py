"""People of the union one works for: found by the start of a name or address, one by one; lists; who gets no mail."""
