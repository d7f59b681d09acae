"""The visitor's pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.app import blueprint as app_blueprint
from tour.web.pages.listen import blueprint as listen_blueprint
from tour.web.pages.printed import blueprint as printed_blueprint
from tour.web.pages.views import blueprint

__all__ = ["app_blueprint", "blueprint", "listen_blueprint", "printed_blueprint"]
