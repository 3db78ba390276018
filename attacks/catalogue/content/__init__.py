"""Files that are not what their name says, or do more than be looked at."""
