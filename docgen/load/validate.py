"""Validation against the JSON Schema of a type: every error at its line and column, with the expected value."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from docgen.load.findings import finding, finding_at
from docgen.load.rule_texts import cause_of
from docgen.load.yaml_text import compose, value_by_schema
from docgen.model.claim import CLAIM_KINDS
from docgen.model.finding import Finding
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.schemas import schema
from docgen.wording import choice, counted, did_you_mean, json_text, plural, ticked

Model = TypeVar("Model", bound=msgspec.Struct)
Locate = Callable[[Source, Pointer], tuple[int, int]]
_FORMATS: Final = FormatChecker(formats=("date", "date-time"))
_UNQUOTED: Final = "write the number without quotes"
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
    # jsonschema has an error for each missing key, and one finding names them all
    findings = tuple(dict.fromkeys(found for error in errors for found in _findings(source, error, position_of)))
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
    for cause in _root_causes(error):
        pointer = tuple(cause.absolute_path)
        if cause.validator == "additionalProperties":
            yield from _unknown_keys(source, cause, position_of)
            continue
        key = (str(cause.instance),) if "propertyNames" in cause.absolute_schema_path else ()
        line, column = position_of(source, (*pointer, *key))
        name = ".".join(str(part) for part in pointer)
        message, hint = _message_and_hint(cause, name, " =" if source.path.endswith(".toml") else ":")
        yield finding(source, line, column, "schema-mismatch", message, hint)


def _unknown_keys(source: Source, error: ValidationError, position_of: Locate) -> Iterator[Finding]:
    known = list(_schema_of(error).get("properties", ()))
    for key in sorted(set(error.instance if isinstance(error.instance, dict) else ()) - set(known)):
        line, column = position_of(source, (*error.absolute_path, key))
        message = f"unknown key `{key}`; expected one of {', '.join(known)}"
        yield finding(source, line, column, "schema-mismatch", message, did_you_mean(key, known))


def _root_causes(error: ValidationError) -> Iterator[ValidationError]:
    """The errors to report: of an `anyOf`, those of the one alternative that has the value's type, if one has."""
    alternatives: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        if _schema_of(inner).get("type") != "null":  # an absent key is not what a writer meant who wrote a value
            alternatives.setdefault(inner.relative_schema_path[0], []).append(inner)
    typed = [errors for errors in alternatives.values() if not any(_is_of_another_type(inner) for inner in errors)]
    chosen = typed or list(alternatives.values())
    if len(chosen) == 1:
        for inner in chosen[0]:
            yield from _root_causes(inner)
    else:
        yield error


def _is_of_another_type(error: ValidationError) -> bool:
    return error.validator in ("type", "enum") and not error.relative_path


def _options(error: ValidationError) -> list[str]:
    """What a value can be, as a writer would type it: of an `enum` or of all alternatives of an `anyOf`."""
    subschema = _schema_of(error)
    if error.context:
        return [option for inner in error.context for option in _options(inner)]
    if "enum" in subschema:
        return [str(value) for value in subschema["enum"]]
    if "properties" in subschema:
        return [f"{{{', '.join(subschema['properties'])}}}"]
    return [] if subschema.get("type") == "null" else [_expected_type(subschema.get("type"))]


def _schema_of(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _message_and_hint(error: ValidationError, name: str, separator: str) -> tuple[str, str]:
    """The message and the hint for a schema error; `separator` is between a key and its value in this format."""
    value: Any = error.instance
    limit: Any = error.validator_value
    schema = _schema_of(error)
    actual = f"{name or 'the file'}: {_actual(value)}"
    match error.validator:
        case "required":
            missing = [key for key in limit if key not in value]
            keys = f"{plural(len(missing), 'key')} {ticked(missing)}"
            return f"{name or 'the file'}: missing {keys}", f"add `{missing[0]}{separator} ...`"
        case "enum" | "anyOf":
            options = _options(error)
            if _is_quoted_number(value, options):
                return f"{actual}; expected {choice(options)}", _UNQUOTED
            shown = isinstance(value, str | int | float) and value != ""
            wrong = f"`{json_text(value)}` is not a value of `{name}`" if shown else actual
            return f"{wrong}; expected {choice(options)}", did_you_mean(str(value), options) if shown else ""
        case "type":
            return f"{actual}; expected {_expected_type(limit)}", _type_hint(value, limit, schema)
        case "format":
            expected = "a date such as 2026-08-04" if limit == "date" else _TIME
            return f"{actual}; expected {expected}", "check that the day exists"
        case "pattern":
            wrong, hint = cause_of(limit, value)
            return (
                f"{actual}, which {wrong}" if wrong else f"{actual}; expected: {schema.get('description', limit)}",
                hint,
            )
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            bound = "at least" if error.validator in ("minLength", "minItems") else "at most"
            noun = "character" if isinstance(value, str) else "item"
            return f"{name}: has {counted(len(value), noun)}; expected {bound} {limit}", ""
        case "minimum" | "maximum":
            least, most = schema.get("minimum"), schema.get("maximum")
            return f"{actual}; expected {f'at least {least}' if most is None else f'{least} to {most}'}", ""
        case _:
            return f"{name or 'the file'}: {error.message}", ""


def _actual(value: object) -> str:
    if value is None:
        return "is empty"
    if isinstance(value, str):
        return f"is {value!r}"
    if isinstance(value, int | float):
        return f"is {json_text(value)}"
    return "is a list" if isinstance(value, list) else "is a mapping"


def _expected_type(limit: object) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number"}
    return names.get(str(limit), "true or false" if limit == "boolean" else str(limit))


def _type_hint(value: object, limit: object, subschema: Mapping[str, Any]) -> str:
    if limit == "object" and subschema.get("required"):
        return f"it needs {' and '.join(f'`{key}`' for key in subschema['required'])}"
    if limit == "array":
        return "write it as a list, one `- item` per line"
    return _UNQUOTED if limit == "integer" and isinstance(value, str) else ""


def _is_quoted_number(value: object, options: Collection[str]) -> bool:
    """Whether a text is a number that would be right without its quotes: no option is a text of digits."""
    whole = _expected_type("integer")
    return isinstance(value, str) and value.isdigit() and (value in options or whole in options)


def _claim_kinds(source: Source, value: object) -> Iterator[Finding]:
    claims = value.get("claims") if isinstance(value, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else ()):
        kinds = [kind for kind in CLAIM_KINDS if isinstance(claim, dict) and kind in claim]
        if len(kinds) != 1:
            listed = f": {', '.join(kinds)}" if kinds else ""
            message = f"a claim has {len(kinds)} kinds{listed}; expected exactly one of {', '.join(CLAIM_KINDS)}"
            hint = "write a claim for each kind" if kinds else "add the key of one kind"
            yield finding_at(source, ("claims", index), "schema-mismatch", message, hint)
