"""``Paper`` and template → the bytes of a Word file: rendered, finished and proved."""
