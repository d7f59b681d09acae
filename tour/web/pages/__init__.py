"""The visitor's pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.views import blueprint

__all__ = ["blueprint"]
