"""Text: folding with its map back, the written forms of values, and quotes that hide them."""
