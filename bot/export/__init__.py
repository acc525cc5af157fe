"""All that is a subscriber's own, as a file to carry: its form, and how it comes out and in."""
