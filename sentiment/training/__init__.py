"""Makes the model of engine ``linear`` out of labelled texts; no part of the product.

Needs the extra ``train`` (scikit-learn); everything here is imported by ``earshot
train`` and the benchmark of understanding alone.
"""

BITS = 18
"""The main tables have two to this power buckets each, words and chars."""
