"""Listening from afar: the tour as a podcast, as open data and as a list of its pages.

Pure: a tour, what is published of it and the address of the server go in, bytes come out.
"""
