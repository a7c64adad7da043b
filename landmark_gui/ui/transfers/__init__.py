"""Landmarks out of the window and into it: export, import, pictures, readers compared."""
