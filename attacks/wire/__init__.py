"""Bytes on the wire: grammars that build and read them. No input or output, no fixing."""
