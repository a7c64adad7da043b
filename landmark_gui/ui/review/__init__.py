"""The order of work: which film and which landmark come next, and which films are listed."""
