"""People's stories, walked in a real browser on the real processes."""
