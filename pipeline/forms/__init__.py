"""Return forms: what a return holds, and the blank workbooks made from that."""
