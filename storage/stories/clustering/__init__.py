"""Whether two articles tell of one event: features, blocking keys, similarity, verdict. Pure."""
