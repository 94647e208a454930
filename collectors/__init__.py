"""Networks to posts: one file a network, each unaware of the others."""
