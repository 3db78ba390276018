"""An attack suite for file uploads: property-based, byte-exact, judged by effects."""
