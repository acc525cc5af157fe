"""What names new articles: feeds, sitemaps, HTML lists, OPML; found, read and judged. Pure."""
