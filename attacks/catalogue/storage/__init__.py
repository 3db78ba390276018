"""What is left in the store: under which path, in which mode, instead of what."""
