"""factdb: every figure of a Chinese article as a claim you can query."""
