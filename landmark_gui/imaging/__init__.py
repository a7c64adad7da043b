"""Files to cephalograms."""
