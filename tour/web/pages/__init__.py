"""The visitor's pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.app import blueprint as app_blueprint
from tour.web.pages.desk import blueprint as desk_blueprint
from tour.web.pages.groups import blueprint as groups_blueprint
from tour.web.pages.staff import blueprint as staff_blueprint
from tour.web.pages.views import blueprint

__all__ = ["app_blueprint", "blueprint", "desk_blueprint", "groups_blueprint", "staff_blueprint"]
