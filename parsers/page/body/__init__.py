"""The words of an article on its page: found, freed from what is not its own, its quotes told apart. Pure."""
