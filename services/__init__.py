"""Deeds: one file each, all parts given as arguments. Does, and decides nothing."""
