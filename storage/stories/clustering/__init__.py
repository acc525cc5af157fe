"""Whether two articles tell of one event: features, blocking keys, similarity, judgement. Pure."""
