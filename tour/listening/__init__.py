"""Listening from afar: the tour as a podcast, as one sound, as a book, as open data.

A tour, what is published of it and the address of the server go in, bytes come out; ``binding``
alone writes files.
"""
