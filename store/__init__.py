"""Remembers posts, brands, events and what is derived from them. Only it knows SQL.

Rows stay inside: every function takes and returns the types of ``domain``.
"""

from sqlmodel import Session

from store.engine import Store

__all__ = ["Session", "Store"]
