"""The film and what lies over it."""
