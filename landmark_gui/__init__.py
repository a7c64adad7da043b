"""Landmark GUI: anatomical landmarks on cephalograms."""

__version__ = "0.2.0"
