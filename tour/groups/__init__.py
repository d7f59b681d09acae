"""Guided walks: one guide, many phones, one story in many languages."""
