"""The tour in one language as an EPUB 3 whose text is marked as it is read aloud."""

from tour.listening.book.write import write_book

__all__ = ["write_book"]
