"""What an article is about, as newspapers divide the world: by its publisher's section, its tags, its words. Pure."""
