"""Nouns: the words every storey uses. No behaviour beyond what a word means."""
