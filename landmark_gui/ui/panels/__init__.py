"""What lies around the film and over it, and the windows beside it."""
