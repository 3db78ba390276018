"""Answers that say too much when something fails."""
