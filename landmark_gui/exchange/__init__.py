"""Landmarks out to files and back, one file per format."""
