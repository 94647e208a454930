"""Rules that say what deserves a shout. Pure: they send nothing."""
