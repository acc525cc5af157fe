"""From a publisher's page to an article: pure functions, except `parsers.fetch` and `parsers.explorer`."""
