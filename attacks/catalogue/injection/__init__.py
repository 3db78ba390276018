"""Names that mean something to an interpreter which they pass on the way."""
