"""The OpenAPI document as one page without scripts."""

from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from django.template import Context, Engine

TEMPLATE = Path(__file__).with_name("docs.html")
Schema = dict[str, Any]


class Field(NamedTuple):
    name: str
    type: str
    about: str = ""
    where: str = ""


def page_of(document: Schema, *, nonce: str) -> str:
    """HTML; everything of the document is escaped by the template."""
    template = Engine(autoescape=True).from_string(TEMPLATE.read_text())
    facts = {
        "info": document["info"],
        "about": document["info"]["description"].split("`"),  # every other part is code
        "groups": _groups(document),
        "objects": [
            {"name": name, "about": schema.get("description", ""), "fields": _fields(schema)}
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
        "nonce": nonce,
    }
    html: str = template.render(Context(facts))
    return html


def _groups(document: Schema) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups[operation["tags"][0]].append(_operation(document, path, method, operation))
    return [{"name": name, "operations": found} for name, found in groups.items()]


def _operation(document: Schema, path: str, method: str, operation: Schema) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "takes": [*_parameters(operation), *_body(document, operation)],
        "gives": [
            {"status": status, "fields": _fields(_resolved(document, _json_of(given)))}
            for status, given in operation["responses"].items()
            if status.startswith("2")
        ],
    }


def _parameters(operation: Schema) -> list[Field]:
    return [
        Field(
            one["name"],
            type_in_words(one["schema"]),
            one.get("description") or one["schema"].get("description", ""),
            one["in"],
        )
        for one in operation.get("parameters", [])
    ]


def _body(document: Schema, operation: Schema) -> list[Field]:
    given = operation.get("requestBody")
    if given is None:
        return []
    return [field._replace(where="body") for field in _fields(_resolved(document, _json_of(given)))]


def _json_of(content: Schema) -> Schema:
    schema: Schema = content["content"]["application/json"]["schema"]
    return schema


def _resolved(document: Schema, schema: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Schema = document["components"]["schemas"][name] if name else schema
    return found


def _fields(schema: Schema) -> list[Field]:
    return [
        Field(name, type_in_words(of), of.get("description", ""))
        for name, of in schema.get("properties", {}).items()
    ]


def type_in_words(schema: Schema) -> str:
    """Such as "string (date-time) | null" or "list of LeadOut"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(type_in_words(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_in_words(schema.get('items', {}))}"
    named = str(schema.get("type", "any"))
    return f"{named} ({schema['format']})" if "format" in schema else named
