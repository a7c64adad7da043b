"""What is kept: every decision in the record, and where the work stands."""
