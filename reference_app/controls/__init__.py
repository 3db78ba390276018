"""One defence per file; each docstring is its lesson. ``pipeline`` puts them in order."""
