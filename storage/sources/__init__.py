"""How each listing is doing, what readers added, which addresses refused an article."""
