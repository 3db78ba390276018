"""Files that do harm when they are fetched back."""
