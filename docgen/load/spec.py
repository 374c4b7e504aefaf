"""OpenAPI text -> Spec: JSON or YAML, version 3.x."""

import json
import re
from math import isfinite
from typing import Any, Final

import yaml

from docgen.load.shape import Misshapen, misshapen
from docgen.load.yaml_text import compose, finding
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
    except _TwiceError as error:
        return None, _twice(source, str(error))
    except _NoNumberError as error:
        at = re.search(rf"[:\[,]\s*{re.escape(str(error))}", source.text)
        before = source.text[: at.end() - len(str(error))] if at else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return _unreadable(source, line, column, f"{error} is no number in JSON")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
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
        return json.loads(source.text, object_pairs_hook=_mapping, parse_constant=_number, parse_float=_number)
    return _texts(yaml.load(source.text, Loader=_SpecLoader))  # noqa: S506 - derives from the safe loader


class _NoNumberError(Exception):
    """A number that JSON does not have: NaN, an infinity, or one too large."""


class _TwiceError(Exception):
    """A key that stands twice in an object; JSON itself would keep the last one."""


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1))
    return mapping


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _NoNumberError(text)
    return number


def _twice(source: Source, key: str) -> tuple[Finding, ...]:
    """Every key that stands twice, at its place where YAML can read the text too."""
    placed = tuple(found for found in compose(source)[1] if found.id == "duplicate-key")
    message = f"the key `{key}` stands twice in an object; expected it once"
    return placed or (finding(source, 1, 1, "duplicate-key", message, "remove one of the two"),)


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
