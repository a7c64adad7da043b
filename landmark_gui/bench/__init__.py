"""What the program promises of its speed, measured on the machine at hand."""
