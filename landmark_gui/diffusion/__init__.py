"""The method: the only room that knows torch."""
