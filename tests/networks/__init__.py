"""Networks of our own on loopback: a server, hostile answers, and small worlds.

Each network has a module ``<name>_server`` here, whose ``WORLD`` the contract tests
look for.
"""
