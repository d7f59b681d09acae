"""The JSON Schema (draft 2020-12) that gives editors completion and a first check."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tour.catalogue.entries import StopsFile

SCHEMA_FILE = Path(__file__).with_name("stops.schema.json")


class _EditorSchema(GenerateJsonSchema):
    """Pydantic's generator; a key may be left out but not left empty, and has no made-up title."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's signature
        return False


def schema_text() -> str:
    """The schema as the committed file holds it."""
    schema = StopsFile.model_json_schema(schema_generator=_EditorSchema)
    schema = {"$schema": _EditorSchema.schema_dialect, **schema, "title": "stops.yaml"}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
