"""What Svodka remembers: articles, stories, topics, subscribers, digests and what is still to be sent."""
