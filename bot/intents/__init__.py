"""What somebody means by plain words: a command, a greeting, thanks; by tables of phrases in three languages. Pure."""
