"""A session from its login to its logout."""
