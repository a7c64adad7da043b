"""All that can be done, as data: words, keys, and when it makes sense."""
