"""Angles and lengths of the film shown."""
