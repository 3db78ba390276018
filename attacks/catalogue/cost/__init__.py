"""Requests that cost the target far more than their size."""
