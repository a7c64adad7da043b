"""Small widgets, and what all of them share: names, sizes, tips, what is spoken."""
