"""Bodies that parsers read differently, or read although they are broken."""
