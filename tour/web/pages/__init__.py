"""The visitor's pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.app import blueprint as app_blueprint
from tour.web.pages.staff import blueprint as staff_blueprint
from tour.web.pages.survey import blueprint as survey_blueprint
from tour.web.pages.views import blueprint

__all__ = ["app_blueprint", "blueprint", "staff_blueprint", "survey_blueprint"]
