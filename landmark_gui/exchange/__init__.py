"""Landmarks out to files and back, and pictures of films with them."""
