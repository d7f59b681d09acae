"""A visit's events, their merge into progress, and the store that keeps both."""
