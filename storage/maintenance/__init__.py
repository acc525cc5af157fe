"""What is looked at again in the background: articles that may have gone, stories that should be one or two."""
