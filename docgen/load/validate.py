"""A value against the schema of its type: every error at its line and column, with what was expected."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from docgen.load.findings import finding
from docgen.load.yaml_text import compose, shaped
from docgen.model.claim import CLAIM_KINDS
from docgen.model.finding import Finding
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.schemas import schema
from docgen.wording import counted

Model = TypeVar("Model", bound=msgspec.Struct)
Place = Callable[[Source, Pointer], tuple[int, int]]
_FORMATS: Final = FormatChecker(formats=("date", "date-time"))
_TIME: Final = "an RFC 3339 time with Z and whole seconds such as 2026-08-04T00:00:00Z"


def read_model(source: Source, model: type[Model]) -> tuple[Model | None, tuple[Finding, ...]]:
    """An authored text as its model type, or everything that is wrong with it."""
    node, findings = compose(source)
    if node is None or findings:
        return None, findings
    value = shaped(node, _schema(model), _schema(model))
    return to_model(source, value, model)


def to_model(
    source: Source, value: object, model: type[Model], place: Place = locate
) -> tuple[Model | None, tuple[Finding, ...]]:
    """A plain value as its model type, or every error of its schema where `place` finds it in the source."""
    # the order of jsonschema follows that of a schema's keys; a path may mix names and numbers, which do not compare
    errors = sorted(_validator(model).iter_errors(value), key=lambda error: [str(part) for part in error.path])
    findings = tuple(found for error in errors for found in _findings(source, error, place))
    findings += tuple(_claim_kinds(source, value))
    if findings:
        return None, findings
    try:
        return msgspec.convert(value, model), ()
    except msgspec.ValidationError as error:
        return None, (_unconverted(source, str(error), place),)


def _unconverted(source: Source, error: str, place: Place) -> Finding:
    """What only the type refuses, at the path that msgspec names at the end of its message: `$.rules[0].sunset`."""
    said, _, path = error.partition(" - at `$")
    steps = re.findall(r"\.([^.\[`]+)|\[(\d+)\]", path)
    pointer = tuple(int(index) if index else str(key) for key, index in steps)
    line, column = place(source, pointer)
    name = ".".join(str(step) for step in pointer) or "the file"
    expected = f"is no time; expected {_TIME}" if "datetime" in said else said
    return finding(source, line, column, "schema-mismatch", f"{name}: {expected}")


# made once a type: a project has hundreds of files of few types
@cache
def _schema(model: type[msgspec.Struct]) -> dict[str, Any]:
    return schema(model)


@cache
def _validator(model: type[msgspec.Struct]) -> Draft7Validator:
    validator: Draft7Validator = _Validator(_schema(model), format_checker=_FORMATS)
    return validator


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """JSON Schema's `$` is the end of the text (ECMA-262); to Python it is also before a line break at the end."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: Final = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _findings(source: Source, error: ValidationError, place: Place) -> Iterator[Finding]:
    pointer = tuple(error.absolute_path)
    options = _alternatives(error)
    if options:
        line, column = place(source, pointer)
        name = ".".join(str(part) for part in pointer)
        message = f"{name}: is {error.instance}; expected {', '.join(options[:-1])} or {options[-1]}"
        yield finding(source, line, column, "schema-mismatch", message)
        return
    if error.context:
        error = best_match([error]) or error
    pointer = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(_asked(error).get("properties", ()))
        for key in sorted(set(error.instance if isinstance(error.instance, dict) else ()) - set(known)):
            line, column = place(source, (*pointer, key))
            near = get_close_matches(key, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else ""
            message = f"unknown key `{key}`; expected one of {', '.join(known)}"
            yield finding(source, line, column, "schema-mismatch", message, hint)
        return
    key = (str(error.instance),) if "propertyNames" in error.absolute_schema_path else ()
    line, column = place(source, (*pointer, *key))
    name = ".".join(str(part) for part in pointer) or "the file"
    message, hint = _words(error, " =" if source.path.endswith(".toml") else ":")
    yield finding(source, line, column, "schema-mismatch", f"{name}: {message}", hint)


def _alternatives(error: ValidationError) -> list[str]:
    """The choices where a plain value is neither a listed one nor a mapping; none for any other error."""
    if error.validator != "anyOf" or isinstance(error.instance, dict | list):
        return []
    failed = list(error.context or ())
    listed = [str(member) for inner in failed for member in _asked(inner).get("enum", ())]
    mappings = [f"{{{', '.join(_asked(inner)['properties'])}}}" for inner in failed if "properties" in _asked(inner)]
    return [*listed, *mappings] if listed and mappings else []


def _asked(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _words(error: ValidationError, gives: str) -> tuple[str, str]:
    """What is wrong and what to write; `gives` stands between a key and its value in this format."""
    value: Any = error.instance
    limit: Any = error.validator_value
    said = f"is {value!r}" if isinstance(value, str | int) else f"is a {_yaml_type(value)}"
    match error.validator:
        case "required":
            missing = [key for key in limit if key not in value]
            return (
                f"lacks {', '.join(f'`{key}`' for key in missing)}; expected it here",
                f"add `{missing[0]}{gives} ...`",
            )
        case "enum":
            near = get_close_matches(str(value), [str(item) for item in limit], 1)
            expected = ", ".join(str(item) for item in limit)
            return f"{said}; expected one of {expected}", f"did you mean `{near[0]}`?" if near else ""
        case "type":
            return f"{said}; expected {_expected_type(limit)}", _type_hint(value, limit, _asked(error))
        case "format":
            expected = "a date such as 2026-08-04" if limit == "date" else _TIME
            return f"{said}; expected {expected}", "check that the day exists"
        case "pattern":
            return f"{said}; expected: {_asked(error).get('description', limit)}", ""
        case "minLength" | "maxLength":
            bound = "at least" if error.validator == "minLength" else "at most"
            return f"has {counted(len(value), 'character')}; expected {bound} {limit}", ""
        case _:
            return f"{error.message}; expected what its schema says", ""


def _yaml_type(value: object) -> str:
    names = {dict: "mapping", list: "list", str: "text", int: "number", bool: "true/false", type(None): "nothing"}
    return names.get(type(value), "value")


def _expected_type(limit: object) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number", "null": "nothing"}
    return names.get(str(limit), str(limit))


def _type_hint(value: object, limit: object, asked: Mapping[str, Any]) -> str:
    if limit == "object" and asked.get("required"):
        return f"it needs {' and '.join(f'`{key}`' for key in asked['required'])}"
    if limit == "array":
        return "write it as a list, one `- item` a line"
    return "put the number without quotes" if limit == "integer" and isinstance(value, str) else ""


def _claim_kinds(source: Source, value: object) -> Iterator[Finding]:
    claims = value.get("claims") if isinstance(value, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else ()):
        kinds = [kind for kind in CLAIM_KINDS if isinstance(claim, dict) and kind in claim]
        if len(kinds) != 1:
            line, column = locate(source, ("claims", index))
            message = (
                f"a claim has {len(kinds)} kinds{': ' + ', '.join(kinds) if kinds else ''}; expected exactly one of "
            )
            yield finding(
                source, line, column, "schema-mismatch", message + ", ".join(CLAIM_KINDS), "one claim, one kind"
            )
