"""The OpenAPI 3.1 document, made from what each route declares about itself.

``@operation`` stands above a view; the view's docstring is the operation's text.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from tour.web.contract import ProblemOut
from tour.web.guards import Guard, guard_of
from tour.web.problems import PROBLEM_TYPE, known_problems

P = ParamSpec("P")
R = TypeVar("R")
Json = dict[str, Any]
Answer = type[BaseModel] | str | None
_MARK = "tour_operation"
_REFS = "#/components/schemas/{model}"
_JSON = "application/json"
_SCHEMES: Mapping[Guard | None, tuple[str, ...]] = {
    Guard.VISITS_HOLDER: ("visit_secret",),
    Guard.PHONES_HOLDER: ("phone_secret",),
    Guard.PHONES_AND_GUIDES: ("phone_secret", "staff_session"),
    Guard.STAFF_API: ("staff_session",),
}
_SECURITY: Json = {
    "visit_secret": {
        "type": "http",
        "scheme": "bearer",
        "description": "The secret that was given when the visit began.",
    },
    "phone_secret": {
        "type": "http",
        "scheme": "bearer",
        "description": "The secret that a phone was given when it joined the walk.",
    },
    "staff_session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-tour-staff",
        "description": "Given by the sign-in page; used by our own pages alone.",
    },
}
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")

_PATH_ARGUMENTS = {
    "lang": "A language of the tour.",
    "stop_id": "A stop's id, as in the tour.",
    "code": "A group walk's code, however it is typed.",
    "visit_id": "A visit's id, as it was given when it began.",
    "take_id": "A take's id, as its phone made it.",
    "digest": "32 hexadecimal digits.",
    "extension": "webm, mp3 or vtt.",
    "name": "Any name with the ending mp3, epub or vtt.",
    "slug": "The last part of a problem's type.",
}

ABOUT = """\
Everything that the tour's own page uses. Any app may be a client: read endpoints and visits can \
be called from every origin, and no key is needed.

Addresses in answers (`page_url`, `url`, `captions_url`, `stream_url`, a problem's `type`) are \
relative to the server. Times are RFC 3339, or milliseconds since 1970 UTC where a name ends in \
`_ms`. Errors are problem documents (RFC 9457) whose `type` is stable.

A visit belongs to nobody: it has a random id and a secret, and keeps which stops were reached \
and heard. No account, no address, no device and no position is kept.

A group walk is led by a signed-in guide and followed with its code. Every event holds the whole \
state, so the newest alone is enough. No phone learns of another, and the walk is forgotten when \
it is over."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route says of itself. An answer is a model (JSON), a media type, or nothing."""

    tag: str
    answers: Mapping[int, Answer]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    problems: tuple[str, ...] = field(default=())

    def models(self) -> Iterator[type[BaseModel]]:
        """Every model that it names."""
        for answer in (*self.answers.values(), self.body):
            if isinstance(answer, type):
                yield answer


def operation(
    tag: str,
    answers: Mapping[int, Answer],
    *,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    problems: tuple[str, ...] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a view's contract."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _MARK, Operation(tag, answers, query, body, problems))
        return view

    return declare


def operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """(rule, method, operation) of every route that declares one, by address."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = getattr(app.view_functions[rule.endpoint], _MARK, None)
        if declared is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method.lower(), declared


def document(app: Flask, version: str) -> Json:
    """The whole OpenAPI document of the app."""
    found = list(operations(app))
    models: set[type[BaseModel]] = {ProblemOut}
    models.update(model for _, _, declared in found for model in declared.models())
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [
            (model, "validation" if model.__name__.endswith("In") else "serialization")
            for model in ordered
        ],
        ref_template=_REFS,
    )
    paths: Json = {}
    for rule, method, declared in found:
        paths.setdefault(address(rule), {})[method] = _describe(app, rule, method, declared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Audio tour",
            "version": version,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": _SECURITY,
        },
        "x-problems": [
            {"type": f"/problems/{slug}", "title": title, "status": status, "description": text}
            for slug, (title, status, text) in known_problems().items()
        ],
    }


def address(rule: Rule) -> str:
    """The rule as OpenAPI writes it: /stops/{stop_id}."""
    return _ARGUMENT.sub(r"{\1}", rule.rule)


def _describe(app: Flask, rule: Rule, method: str, declared: Operation) -> Json:
    text = inspect.getdoc(app.view_functions[rule.endpoint]) or rule.endpoint
    summary, _, description = text.partition("\n\n")
    described: Json = {
        "operationId": f"{method}_{rule.endpoint.rpartition('.')[2]}",
        "tags": [declared.tag],
        "summary": " ".join(summary.split()).rstrip("."),
        "description": " ".join(description.split()),
        "parameters": [*_path_parameters(rule), *_query_parameters(declared.query)],
        "responses": _responses(declared),
    }
    if declared.body is not None:
        content = {_JSON: {"schema": _reference(declared.body)}}
        described["requestBody"] = {"required": True, "content": content}
    schemes = _SCHEMES.get(guard_of(app, rule.endpoint), ())
    if schemes:
        described["security"] = [{scheme: []} for scheme in schemes]
    return described


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": _REFS.format(model=model.__name__)}


def _path_parameters(rule: Rule) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_ARGUMENTS[name],
            "schema": {"type": "string"},
        }
        for name in _ARGUMENT.findall(rule.rule)
    ]


def _query_parameters(query: type[BaseModel] | None) -> list[Json]:
    if query is None:
        return []
    schema = query.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": about.get("description", ""),
            "schema": {
                key: value for key, value in about.items() if key not in {"description", "title"}
            },
        }
        for name, about in schema["properties"].items()
    ]


def _responses(declared: Operation) -> Json:
    responses: Json = {}
    for status, answer in declared.answers.items():
        responses[str(status)] = {"description": _about(answer)} | _content(answer)
    known = known_problems()
    for slug in declared.problems:
        _, status, text = known[slug]
        content = {PROBLEM_TYPE: {"schema": _reference(ProblemOut)}}
        said = responses.setdefault(str(status), {"description": "", "content": content})
        said["description"] = f"{said['description']} `{slug}`: {text}".strip()
    return responses


def _about(answer: Answer) -> str:
    if isinstance(answer, type):
        return inspect.getdoc(answer) or answer.__name__
    return "Nothing is sent with it." if answer is None else "The content."


def _content(answer: Answer) -> Json:
    if isinstance(answer, type):
        return {"content": {_JSON: {"schema": _reference(answer)}}}
    return {} if answer is None else {"content": {kind: {} for kind in answer.split(" | ")}}
