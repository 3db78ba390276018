"""Targets: adapters to what is attacked. They move bytes, look at effects, and build nothing."""
