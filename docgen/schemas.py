"""The JSON Schema of each kind of authored file, generated from its model type."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from typing import Any, Final

import msgspec

from docgen.model.accepted import AcceptedFile
from docgen.model.authored import Authored
from docgen.model.config import Config
from docgen.model.entry import EntryText
from docgen.model.error_page import ErrorText
from docgen.model.history import HistoryEntryText, HistoryPinText
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
    "history-entry": HistoryEntryText,
    "history-pin": HistoryPinText,
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
    _describe(definitions)
    raw = {"$schema": _DIALECT, **reference, "definitions": definitions}
    document: dict[str, Any] = _edited(raw, completed=bool(completions))
    if completions and _COMPLETIONS in str(document):
        document["definitions"]["Selector"] = {"enum": [*completions]}
    return document


def _describe(definitions: Mapping[str, Any]) -> None:
    """Describe each key in definitions of authored types by the docstring of its field."""
    for type_ in _types(Authored):
        properties = definitions.get(type_.__name__, {}).get("properties", {})
        keys = dict(zip(type_.__struct_fields__, type_.__struct_encode_fields__, strict=True))
        # a record of a page may have the name of an authored type
        if properties.keys() != {*keys.values()}:
            continue
        for name, docstring in _docstrings(type_.__module__).get(type_.__name__, {}).items():
            # first, as msgspec has the description of a type
            described = {"description": docstring}
            properties[keys[name]] = described | properties[keys[name]] | described


def _types(base: type[Authored]) -> Iterator[type[Authored]]:
    for type_ in base.__subclasses__():
        yield type_
        yield from _types(type_)


@cache
def _docstrings(module: str) -> Mapping[str, Mapping[str, str]]:
    """The docstrings of fields by their classes and names, from the source of a module: Python keeps none of them."""
    docstrings: dict[str, dict[str, str]] = defaultdict(dict)
    try:
        source = getsource(sys.modules[module])
    except OSError:  # an installation without sources has schemas without descriptions
        return docstrings
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            for field, docstring in pairwise(node.body):
                if isinstance(field, ast.AnnAssign) and isinstance(docstring, ast.Expr):
                    text = str(ast.literal_eval(docstring.value))
                    docstrings[node.name][ast.unparse(field.target)] = " ".join(text.split())
    return docstrings


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
