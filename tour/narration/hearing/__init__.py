"""Published narration heard again by a recogniser that knows nothing of how it was made."""
