"""The JSON Schema of each kind of authored file, generated from its model type."""

import ast
import sys
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
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
from docgen.openapi.nodes import as_list
from docgen.openapi.selectors import fields, pointers
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


def schema(model: type[msgspec.Struct], completed: Mapping[str, Sequence[str]] = {}) -> dict[str, Any]:
    """The draft-07 schema of a model type, with what an editor completes where a name of a kind is expected.

    Completions do not restrict a value: they are in an `anyOf` with what is accepted anyway, and listed once.
    """
    (reference,), definitions = msgspec.json.schema_components([model], ref_template=_REFERENCE)
    _describe(definitions)
    raw = {"$schema": _DIALECT, **reference, "definitions": definitions}
    document: dict[str, Any] = _edited(raw, {kind for kind, names in completed.items() if names})
    used = str(document)
    for kind, names in completed.items():
        if repr(_REFERENCE.format(name=kind)) in used:
            document["definitions"][kind] = {"enum": [*names]}
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


def _edited(node: Any, kinds: Container[str]) -> Any:  # noqa: ANN401 - walks any JSON
    """A schema for editors: with completions of some kinds, and with clean descriptions."""
    if isinstance(node, list):
        return [_edited(item, kinds) for item in node]
    if not isinstance(node, dict):
        return node
    edited = {key: _edited(value, kinds) for key, value in node.items() if key != COMPLETED}
    if (kind := node.get(COMPLETED)) in kinds:
        description = edited.pop("description")
        edited = {"description": description, "anyOf": [{"$ref": _REFERENCE.format(name=kind)}, edited]}
    # Python 3.13 already removes the indentation of docstrings
    if isinstance(edited.get("description"), str):
        edited["description"] = cleandoc(edited["description"])
    return edited


def completions(project: Project) -> dict[str, list[str]]:
    """What an editor completes, each kind sorted: every name in the project's contracts that a writer can see whole."""
    known = defaultdict(set, {"Operation": {"every-operation"}, "Rule": {rule.id for rule in project.rules}})
    for pin in project.pins:
        if pin.spec is None:
            continue
        parts = pointers(pin.spec, project.config.error_codes)
        known["Selector"].update(parts)
        known["Operation"].update(operation.name for operation in pin.spec.operations())
        known["Event"].update(pin.spec.events())
        known["Field"].update(selector.rpartition(".")[2] for selector, _ in fields(pin.spec))
        for pointer in parts.values():
            listed = pin.spec.node(pointer).get("enum")
            known["Value"].update(value for value in as_list(listed) if isinstance(value, str))
    return {kind: sorted(name for name in names if visible(name) == name) for kind, names in known.items()}
