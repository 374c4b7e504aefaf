"""The JSON Schema of an authored file, made from its model type."""

from collections.abc import Mapping
from inspect import cleandoc
from typing import Any, Final

import msgspec

from docgen.model.accepted import AcceptedFile
from docgen.model.config import Config, EdgeConfig
from docgen.model.entry import EntryText
from docgen.model.error_page import ErrorText
from docgen.model.live import LiveFile
from docgen.model.pin import PinText
from docgen.model.project import Project
from docgen.model.redirect import RuleFile
from docgen.model.text import COMPLETED
from docgen.openapi.selectors import names
from docgen.redirects.edges import EDGE_CONFIGS

AUTHORED: Final[Mapping[str, type[msgspec.Struct]]] = {
    "accepted": AcceptedFile,
    "config": Config,
    "entry": EntryText,
    "error": ErrorText,
    "live": LiveFile,
    "pin": PinText,
    "redirects": RuleFile,
}
"""The type behind each kind of file that a project keeps: authored, or recorded (live)."""

_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_REFERENCE: Final = "#/definitions/{name}"


def schema(model: type[msgspec.Struct], project: Project | None = None) -> dict[str, Any]:
    """The draft-07 schema of a model type; with a project, its own selectors are completions.

    Completions never narrow what is accepted: they stand beside plain text in an `anyOf`.
    """
    edges = (EdgeConfig, *EDGE_CONFIGS.values()) if model is Config else ()
    (reference, *tables), definitions = msgspec.json.schema_components([model, *edges], ref_template=_REFERENCE)
    if model is Config:
        # the model knows no edge, and an edge no schema: here the two meet
        definitions["Config"]["properties"]["edge"] |= {
            "properties": dict(zip(EDGE_CONFIGS, tables[1:], strict=True)),
            "additionalProperties": tables[0],
        }
    raw = {"$schema": _DIALECT, **reference, "definitions": definitions}
    document: dict[str, Any] = _described(raw if project is None else _complete(raw, _selectors(project)))
    return document


def _described(node: Any) -> Any:  # noqa: ANN401 - walks any JSON
    """The same schema whatever version of Python read the docstrings: 3.13 takes their indentation away."""
    if isinstance(node, list):
        return [_described(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: cleandoc(value) if key == "description" and isinstance(value, str) else _described(value)
        for key, value in node.items()
        if key != COMPLETED
    }


def _selectors(project: Project) -> list[str]:
    return sorted({name for pin in project.pins if pin.spec for name in names(pin.spec, project.config.error_codes)})


def _complete(node: Any, completions: list[str]) -> Any:  # noqa: ANN401 - walks any JSON
    if isinstance(node, list):
        return [_complete(item, completions) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get(COMPLETED):
        return {"description": node["description"], "anyOf": [{"enum": completions}, {"type": "string"}]}
    return {key: _complete(value, completions) for key, value in node.items()}
