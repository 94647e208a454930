"""Tests, read as sentences about what Earshot does."""
