"""Bodies that are larger than the target allows, or lie about it."""
