"""What the user edits, as pure state."""
