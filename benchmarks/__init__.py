"""Measures Earshot against its peers and its limits, on this machine, in one run.

No room of the house: it is not shipped, and nobody but ``earshot bench`` asks for it.
It speaks to SQLite past the store, since a limit is what the bare driver can do.
"""
