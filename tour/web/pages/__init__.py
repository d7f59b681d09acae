"""The pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.app import blueprint as app_blueprint
from tour.web.pages.listen import blueprint as listen_blueprint
from tour.web.pages.printed import blueprint as printed_blueprint
from tour.web.pages.staff import blueprint as staff_blueprint
from tour.web.pages.views import blueprint

blueprints = (blueprint, app_blueprint, listen_blueprint, printed_blueprint, staff_blueprint)

__all__ = ["blueprints"]
