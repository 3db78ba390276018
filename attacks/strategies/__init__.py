"""Hypothesis strategies: small, local, simplest first, one thing hostile at a time."""
