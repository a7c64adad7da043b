"""Plain values and rules of cephalometry."""
