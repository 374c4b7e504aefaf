"""OpenAPI text -> Spec: JSON or YAML, version 3.x."""

import json
from typing import Any, Final

import msgspec
import yaml

from docgen.load.shape import Misshapen, misshapen
from docgen.load.yaml_text import finding
from docgen.model.finding import Finding
from docgen.model.source import Source
from docgen.model.spec import Spec
from docgen.positions import locate

_HINT: Final = "export the contract again, or fetch it from where it is published"


def parse_spec(source: Source) -> tuple[Spec | None, tuple[Finding, ...]]:
    """The contract in a text, or why it is none: broken JSON or YAML, or not OpenAPI 3.x."""
    try:
        document = _document(source)
    except json.JSONDecodeError as error:
        return _unreadable(source, error.lineno, error.colno, f"not JSON: {error.msg}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return _unreadable(source, line, column, f"not YAML: {error.problem}")
    except (yaml.YAMLError, RecursionError) as error:
        return _unreadable(source, 1, 1, f"not readable: {error}")
    version = document.get("openapi", document.get("swagger")) if isinstance(document, dict) else None
    if not str(version).startswith("3."):
        said = f"is OpenAPI {version}" if version else "names no OpenAPI version"
        return _unreadable(source, 1, 1, said, "convert it to OpenAPI 3.1")
    wrong = tuple(_misshapen(source, place) for place in misshapen(document))
    return (None, wrong) if wrong else (Spec(source, document), ())


def _misshapen(source: Source, place: Misshapen) -> Finding:
    line, column = locate(source, place.pointer)
    name = ".".join(str(step) for step in place.pointer)
    return finding(
        source, line, column, "spec-unreadable", f"{name} is not {place.expected}; expected OpenAPI 3.x", _HINT
    )


def _document(source: Source) -> Any:  # noqa: ANN401 - the text can hold anything
    if not source.path.endswith((".yaml", ".yml")):
        try:
            return msgspec.json.decode(source.text)
        except (msgspec.DecodeError, RecursionError):
            return json.loads(source.text)
    return _texts(yaml.load(source.text, Loader=_SpecLoader))  # noqa: S506 - derives from the safe loader


class _SpecLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C loader is optional
    """The safe loader without dates: a contract's `2026-05-15` is text."""


_SpecLoader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _texts(node: Any) -> Any:  # noqa: ANN401 - walks any YAML
    """The same tree with every key as text: `200:` is a number to YAML and a status to OpenAPI."""
    if isinstance(node, dict):
        return {str(key): _texts(value) for key, value in node.items()}
    return [_texts(item) for item in node] if isinstance(node, list) else node


def _unreadable(
    source: Source, line: int, column: int, said: str, hint: str = _HINT
) -> tuple[None, tuple[Finding, ...]]:
    return None, (
        finding(source, line, column, "spec-unreadable", f"{said}; expected OpenAPI 3.x as JSON or YAML", hint),
    )
