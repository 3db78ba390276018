"""Small upload apps to attack; each module's docstring tabulates what must be found on it."""
