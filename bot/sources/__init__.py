"""The sources that are read: the catalogue, those that people add, how each is doing."""
