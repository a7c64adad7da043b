"""Landmark GUI: anatomical landmarks on cephalograms."""

__version__ = "0.1.0"
