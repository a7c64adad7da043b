"""Millimetres from the user: a ruler, a magnification, typed numbers."""
