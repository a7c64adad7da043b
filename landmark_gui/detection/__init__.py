"""The port through which a detection is asked for and heard of."""
