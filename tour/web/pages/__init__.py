"""The pages: HTML in Kazakh, Russian and English, whole without JavaScript."""

from tour.web.pages.app import blueprint as app_blueprint
from tour.web.pages.desk import blueprint as desk_blueprint
from tour.web.pages.groups import blueprint as groups_blueprint
from tour.web.pages.listen import blueprint as listen_blueprint
from tour.web.pages.printed import blueprint as printed_blueprint
from tour.web.pages.record import blueprint as record_blueprint
from tour.web.pages.staff import blueprint as staff_blueprint
from tour.web.pages.survey import blueprint as survey_blueprint
from tour.web.pages.views import blueprint

blueprints = (
    *(blueprint, app_blueprint, listen_blueprint, printed_blueprint),
    *(groups_blueprint, desk_blueprint, staff_blueprint, record_blueprint),
    survey_blueprint,
)

__all__ = ["blueprints"]
