"""Validation against the JSON Schema of a type: every error at its line and column, with the expected value."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from docgen.load.findings import finding, finding_at
from docgen.load.yaml_text import compose, value_by_schema
from docgen.model.claim import CLAIM_KINDS
from docgen.model.finding import Finding
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.schemas import schema
from docgen.wording import counted, plural

Model = TypeVar("Model", bound=msgspec.Struct)
Locate = Callable[[Source, Pointer], tuple[int, int]]
_FORMATS: Final = FormatChecker(formats=("date", "date-time"))
_TIME: Final = "an RFC 3339 time with Z and whole seconds such as 2026-08-04T00:00:00Z"


def read_model(source: Source, model: type[Model]) -> tuple[Model | None, tuple[Finding, ...]]:
    """An authored YAML text as its model type, or everything that is wrong with it."""
    node, findings = compose(source)
    if node is None or findings:
        return None, findings
    value = value_by_schema(node, _schema(model), _schema(model))
    return to_model(source, value, model)


def to_model(
    source: Source, value: object, model: type[Model], position_of: Locate = locate
) -> tuple[Model | None, tuple[Finding, ...]]:
    """A plain value as its model type, or every schema error, at its `position_of` the source."""
    # jsonschema yields errors in the order of the schema's keys; paths mix names and numbers, which do not compare
    errors = sorted(_validator(model).iter_errors(value), key=lambda error: [str(part) for part in error.path])
    findings = tuple(found for error in errors for found in _findings(source, error, position_of))
    findings += tuple(_claim_kinds(source, value))
    if findings:
        return None, findings
    try:
        return msgspec.convert(value, model), ()
    except msgspec.ValidationError as error:
        return None, (_conversion_finding(source, str(error), position_of),)


def _conversion_finding(source: Source, error: str, position_of: Locate) -> Finding:
    """The finding for an error of msgspec, whose message ends with a path such as `$.rules[0].sunset`."""
    reason, _, path = error.partition(" - at `$")
    steps = re.findall(r"\.([^.\[`]+)|\[(\d+)\]", path)
    pointer = tuple(int(index) if index else str(key) for key, index in steps)
    line, column = position_of(source, pointer)
    name = ".".join(str(step) for step in pointer) or "the file"
    message = f"is not a valid time; expected {_TIME}" if "datetime" in reason else reason
    return finding(source, line, column, "schema-mismatch", f"{name}: {message}")


# cached: a project has hundreds of files of a few types
@cache
def _schema(model: type[msgspec.Struct]) -> dict[str, Any]:
    return schema(model)


@cache
def _validator(model: type[msgspec.Struct]) -> Draft7Validator:
    validator: Draft7Validator = _Validator(_schema(model), format_checker=_FORMATS)
    return validator


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """The keyword `pattern` with `$` as in ECMA-262: in Python it also matches before a final line break."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: Final = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _findings(source: Source, error: ValidationError, position_of: Locate) -> Iterator[Finding]:
    pointer = tuple(error.absolute_path)
    options = _alternatives(error)
    if options:
        line, column = position_of(source, pointer)
        name = ".".join(str(part) for part in pointer)
        message = f"{name}: is {error.instance}; expected {', '.join(options[:-1])} or {options[-1]}"
        yield finding(source, line, column, "schema-mismatch", message)
        return
    if error.context:
        error = best_match([error]) or error
    pointer = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(_schema_of(error).get("properties", ()))
        for key in sorted(set(error.instance if isinstance(error.instance, dict) else ()) - set(known)):
            line, column = position_of(source, (*pointer, key))
            near = get_close_matches(key, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else ""
            message = f"unknown key `{key}`; expected one of {', '.join(known)}"
            yield finding(source, line, column, "schema-mismatch", message, hint)
        return
    key = (str(error.instance),) if "propertyNames" in error.absolute_schema_path else ()
    line, column = position_of(source, (*pointer, *key))
    name = ".".join(str(part) for part in pointer) or "the file"
    message, hint = _message_and_hint(error, " =" if source.path.endswith(".toml") else ":")
    yield finding(source, line, column, "schema-mismatch", f"{name}: {message}", hint)


def _alternatives(error: ValidationError) -> list[str]:
    """The allowed values where a scalar is neither a listed value nor a mapping; empty for any other error."""
    if error.validator != "anyOf" or isinstance(error.instance, dict | list):
        return []
    failed = list(error.context or ())
    listed = [str(member) for inner in failed for member in _schema_of(inner).get("enum", ())]
    mappings = [
        f"{{{', '.join(_schema_of(inner)['properties'])}}}" for inner in failed if "properties" in _schema_of(inner)
    ]
    return [*listed, *mappings] if listed and mappings else []


def _schema_of(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _message_and_hint(error: ValidationError, separator: str) -> tuple[str, str]:
    """The message and the hint for a schema error; `separator` is between a key and its value in this format."""
    value: Any = error.instance
    limit: Any = error.validator_value
    actual = f"is {value!r}" if isinstance(value, str | int) else f"is a {_yaml_type(value)}"
    match error.validator:
        case "required":
            missing = [key for key in limit if key not in value]
            keys = ", ".join(f"`{key}`" for key in missing)
            return f"missing {plural(len(missing), 'key')} {keys}", f"add `{missing[0]}{separator} ...`"
        case "enum":
            near = get_close_matches(str(value), [str(item) for item in limit], 1)
            expected = ", ".join(str(item) for item in limit)
            return f"{actual}; expected one of {expected}", f"did you mean `{near[0]}`?" if near else ""
        case "type":
            return f"{actual}; expected {_expected_type(limit)}", _type_hint(value, limit, _schema_of(error))
        case "format":
            expected = "a date such as 2026-08-04" if limit == "date" else _TIME
            return f"{actual}; expected {expected}", "check that the day exists"
        case "pattern":
            return f"{actual}; expected: {_schema_of(error).get('description', limit)}", ""
        case "minLength" | "maxLength":
            bound = "at least" if error.validator == "minLength" else "at most"
            return f"has {counted(len(value), 'character')}; expected {bound} {limit}", ""
        case _:
            return error.message, ""


def _yaml_type(value: object) -> str:
    names = {dict: "mapping", list: "list", str: "text", int: "number", bool: "true/false", type(None): "nothing"}
    return names.get(type(value), "value")


def _expected_type(limit: object) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number", "null": "nothing"}
    return names.get(str(limit), str(limit))


def _type_hint(value: object, limit: object, subschema: Mapping[str, Any]) -> str:
    if limit == "object" and subschema.get("required"):
        return f"it needs {' and '.join(f'`{key}`' for key in subschema['required'])}"
    if limit == "array":
        return "write it as a list, one `- item` per line"
    return "write the number without quotes" if limit == "integer" and isinstance(value, str) else ""


def _claim_kinds(source: Source, value: object) -> Iterator[Finding]:
    claims = value.get("claims") if isinstance(value, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else ()):
        kinds = [kind for kind in CLAIM_KINDS if isinstance(claim, dict) and kind in claim]
        if len(kinds) != 1:
            listed = f": {', '.join(kinds)}" if kinds else ""
            message = f"a claim has {len(kinds)} kinds{listed}; expected exactly one of {', '.join(CLAIM_KINDS)}"
            hint = "write a claim for each kind" if kinds else "add the key of one kind"
            yield finding_at(source, ("claims", index), "schema-mismatch", message, hint)
