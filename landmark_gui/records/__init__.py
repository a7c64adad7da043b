"""What must never be lost: every decision, in the order it was made, in one file of the user."""
