"""The JSON Schema of a pack file, for editors and for programs that write packs."""

import json

from attest.catalog.schema import Pack

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> str:
    """What a pack file may hold, as text; rules that span files are those of `attest controls lint`."""
    schema = {"$schema": ADDRESS, **Pack.model_json_schema(mode="validation")}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
