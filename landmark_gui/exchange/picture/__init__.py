"""Films with their landmarks as PNG, SVG and PDF."""
