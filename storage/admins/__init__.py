"""Those who configure groups and channels: which ones, what they changed."""
