"""The JSON Schema of each kind of authored file, generated from its model type."""

from collections.abc import Mapping, Sequence
from inspect import cleandoc
from typing import Any, Final

import msgspec

from docgen.model.accepted import AcceptedFile
from docgen.model.config import Config
from docgen.model.entry import EntryText
from docgen.model.error_page import ErrorText
from docgen.model.live import LiveFile
from docgen.model.pin import PinText
from docgen.model.project import Project
from docgen.model.redirect import RuleFile
from docgen.model.text import COMPLETED
from docgen.openapi.selectors import names
from docgen.wording import visible

AUTHORED: Final[Mapping[str, type[msgspec.Struct]]] = {
    "accepted": AcceptedFile,
    "config": Config,
    "entry": EntryText,
    "error": ErrorText,
    "live": LiveFile,
    "pin": PinText,
    "redirects": RuleFile,
}
"""The model type of each kind of file in a project: authored, or recorded (live)."""

_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_REFERENCE: Final = "#/definitions/{name}"
_COMPLETIONS: Final = _REFERENCE.format(name="Selector")


def schema(model: type[msgspec.Struct], completions: Sequence[str] = ()) -> dict[str, Any]:
    """The draft-07 schema of a model type, with what an editor completes where a selector is expected.

    Completions do not restrict a value: they are in an `anyOf` with plain text, and listed once.
    """
    (reference,), definitions = msgspec.json.schema_components([model], ref_template=_REFERENCE)
    raw = {"$schema": _DIALECT, **reference, "definitions": definitions}
    document: dict[str, Any] = _edited(raw, completed=bool(completions))
    if completions and _COMPLETIONS in str(document):
        document["definitions"]["Selector"] = {"enum": [*completions]}
    return document


def _edited(node: Any, *, completed: bool) -> Any:  # noqa: ANN401 - walks any JSON
    """A schema for editors: with completions where it is `completed`, and with clean descriptions."""
    if isinstance(node, list):
        return [_edited(item, completed=completed) for item in node]
    if not isinstance(node, dict):
        return node
    if completed and node.get(COMPLETED):
        node = {"description": node["description"], "anyOf": [{"$ref": _COMPLETIONS}, {"type": "string"}]}
    edited = {key: _edited(value, completed=completed) for key, value in node.items() if key != COMPLETED}
    # Python 3.13 already removes the indentation of docstrings
    if isinstance(edited.get("description"), str):
        edited["description"] = cleandoc(edited["description"])
    return edited


def selectors(project: Project) -> list[str]:
    """Every selector of the project's contracts that a writer can see whole, sorted."""
    every: set[str] = set()
    for pin in project.pins:
        if pin.spec:
            every.update(names(pin.spec, project.config.error_codes))
    return sorted(name for name in every if visible(name) == name)
