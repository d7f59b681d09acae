"""Narration: from the text of a stop to its sound and captions."""
