"""Names that climb, hide, collide with the system's own, or do not fit."""
