"""Everything HTTP: the JSON API, audio, pages, and what all of them share."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from tour.listening.chapters import geo_uri
from tour.web import api, assets, audio, editions, embed, exports, listening, live, pages
from tour.web.front import Front
from tour.web.handover import HandingOver
from tour.web.headers import attach_headers
from tour.web.pages.kept import attach_pages, quick_pages
from tour.web.pages.languages import LanguageTag, told_in
from tour.web.problems import attach_problems
from tour.web.services import attach_services
from tour.web.shelf import attach_shelf, quick_documents
from tour.wiring import Services

MAX_BODY_BYTES = 256 * 1024


class _Json(DefaultJSONProvider):
    """JSON inside pages: letters as they are, not as escapes three times as long."""

    ensure_ascii = False


def attach(app: Flask, services: Services) -> None:
    """Hang every route, the headers and the error mapper onto the app."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json = _Json(app)
    attach_services(app, services)
    attach_shelf(app)
    attach_pages(app)
    app.url_map.converters["language"] = LanguageTag
    attach_problems(app)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(audio.blueprint)
    app.register_blueprint(assets.blueprint)
    app.register_blueprint(editions.blueprint)
    app.register_blueprint(exports.blueprint)
    app.register_blueprint(listening.blueprint)
    app.register_blueprint(embed.blueprint)
    app.register_blueprint(live.blueprint)
    for each in pages.blueprints:
        app.register_blueprint(each)
    app.add_template_filter(geo_uri)
    app.add_template_global(told_in)
    quick = (
        audio.quick_audio(services.clips),
        editions.quick_editions(services.editions),
        api.quick_manifest(app, services),
        quick_documents(app, services),
        api.quick_clock(services.clock),
    )
    pages_first = Front(app.wsgi_app, quick_pages(app, services), any_origin=False)
    app.wsgi_app = Front(pages_first, *quick)  # type: ignore[method-assign]
    attach_headers(app, services.settings)
    app.wsgi_app = HandingOver(app.wsgi_app)  # type: ignore[method-assign]
