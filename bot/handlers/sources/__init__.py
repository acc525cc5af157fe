"""Which publishers are read: /sources, and addresses that are sent."""
