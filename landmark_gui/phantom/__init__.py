"""Synthetic cephalograms with exactly known landmarks."""
