"""Archives that unpack to too much, to elsewhere, or to something else."""
