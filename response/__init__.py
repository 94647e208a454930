"""Deciding about replies: hours, turns, targets, speed. Pure: it touches nothing."""
