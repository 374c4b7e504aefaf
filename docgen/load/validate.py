"""Validation against the JSON Schema of a type: every error at its line and column, with the expected value."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar

import jsonschema_rs
import msgspec

from docgen.load.findings import finding, finding_at
from docgen.load.rule_texts import cause_of
from docgen.load.yaml_text import compose, value_by_schema
from docgen.model.claim import CLAIM_KINDS
from docgen.model.finding import Finding
from docgen.openapi.nodes import children
from docgen.openapi.pointers import value_at
from docgen.positions import locate
from docgen.positions.source import Pointer, Position, Source
from docgen.schemas import schema
from docgen.wording import choice, counted, did_you_mean, json_text, plural, ticked

Model = TypeVar("Model", bound=msgspec.Struct)
Locate = Callable[[Source, Pointer], Position]
_UNQUOTED: Final = "write the number without quotes"
_WHOLE_NUMBER: Final = "a whole number"
_TYPES: Final[Mapping[str, str]] = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": _WHOLE_NUMBER,
    "boolean": "true or false",
}
_TIME: Final = "an RFC 3339 time with Z and whole seconds such as 2026-08-04T00:00:00Z"
_STEP: Final = re.compile(r"\.([^.\[`]+)|\[(\d+)\]")


class _Fault(NamedTuple):
    """What a value does not match: a keyword of a schema; `branches` are the faults by each schema of an `anyOf`."""

    pointer: Pointer
    value: Any
    schema: Mapping[str, Any]
    keyword: str
    branches: list[list["_Fault"]]
    message: str
    is_name: bool = False
    """Whether the value is a key of the mapping under the pointer."""

    @property
    def name(self) -> str:
        """The dotted path of the value, as messages have it; empty for the whole file."""
        return ".".join(map(str, self.pointer))

    @property
    def limit(self) -> Any:  # noqa: ANN401 - any JSON
        """The value of the keyword."""
        return self.schema[self.keyword]


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
    faults = list(_faults(value, model))
    # the validator leaves an empty key out of the path to a fault
    nameless = next(_empty_keys(value, ()), None) if faults else None
    if nameless is not None:
        line, column = position_of(source, nameless)
        return None, (finding(source, line, column, "schema-mismatch", "a key is empty; expected a name"),)
    findings = chain.from_iterable(_findings(source, fault, position_of) for fault in faults)
    # the library has an error for each missing key, and one finding names them all
    listed = (*dict.fromkeys(findings), *_claim_kinds(source, value))
    if listed:
        return None, listed
    try:
        return msgspec.convert(value, model), ()
    except msgspec.ValidationError as error:
        return None, (_conversion_finding(source, str(error), position_of),)


def _empty_keys(value: object, pointer: Pointer) -> Iterator[Pointer]:
    """The pointer of each empty key in a value."""
    if isinstance(value, Mapping) and "" in value:
        yield (*pointer, "")
    for key, child in children(value):
        yield from _empty_keys(child, (*pointer, key))


def _conversion_finding(source: Source, error: str, position_of: Locate) -> Finding:
    """The finding for an error of msgspec, whose message ends with a path such as `$.rules[0].sunset`."""
    reason, _, path = error.partition(" - at `$")
    pointer: list[str | int] = []
    for key, index in _STEP.findall(path):
        pointer.append(int(index) if index else key)
    name = ".".join(map(str, pointer)) or "the file"
    message = reason
    if "datetime" in reason:
        message = f"is not a valid time; expected {_TIME}"
    line, column = position_of(source, tuple(pointer))
    return finding(source, line, column, "schema-mismatch", f"{name}: {message}")


# cached: a project has hundreds of files of a few types
@cache
def _schema(model: type[msgspec.Struct]) -> dict[str, Any]:
    return schema(model)


@cache
def _validator(model: type[msgspec.Struct]) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(_schema(model), validate_formats=True)


def _faults(value: object, model: type[msgspec.Struct]) -> Iterator[_Fault]:
    """The root causes of what is wrong with a value, by their places."""
    try:
        errors = _validator(model).iter_errors(value)
    except ValueError:  # it reads neither times of TOML nor halves of surrogate pairs
        errors = _validator(model).iter_errors(_as_json(value))
    faults = (_fault(error, value, model) for error in errors)
    # paths mix names and numbers, which do not compare
    for fault in sorted(faults, key=lambda fault: ([*map(str, fault.pointer)], [*fault.schema].index(fault.keyword))):
        yield from _root_causes(fault)


def _as_json(value: object) -> object:
    text = json.dumps(value, ensure_ascii=False, default=lambda _: None)
    # U+FFFD where half of a pair is: no pattern for ASCII takes it, as none takes the half
    return json.loads(text.encode(errors="surrogatepass").decode(errors="replace"))


def _fault(error: jsonschema_rs.ValidationError, value: object, model: type[msgspec.Struct]) -> _Fault:
    # the library's kinds share no type
    kind: Any = error.kind
    pointer, place = tuple(error.instance_path), tuple(error.schema_path)
    is_name = kind.name == "propertyNames"
    return _Fault(
        pointer,
        kind.error.instance if is_name else value_at(value, pointer),
        value_at(_schema(model), place[:-1]),
        str(place[-1]),
        [[_fault(inner, value, model) for inner in branch] for branch in getattr(kind, "context", ())],
        error.message,
        is_name,
    )


def _root_causes(fault: _Fault) -> Iterator[_Fault]:
    """The faults to report: of an `anyOf`, those of the one alternative that has the value's type, if one has."""
    # an absent key is not what a writer meant who wrote a value
    chosen = [branch for branch in fault.branches if not any(inner.schema.get("type") == "null" for inner in branch)]
    # who wrote a list means the alternative that takes one, whatever is wrong inside of it
    typed = [branch for branch in chosen if not any(_is_of_another_type(inner, fault) for inner in branch)]
    chosen = typed or chosen
    if len(chosen) == 1:
        for inner in chosen[0]:
            yield from _root_causes(inner)
    else:
        yield fault


def _is_of_another_type(inner: _Fault, around: _Fault) -> bool:
    return inner.keyword in ("type", "enum") and inner.pointer == around.pointer


def _findings(source: Source, fault: _Fault, position_of: Locate) -> Iterator[Finding]:
    if fault.keyword == "additionalProperties":
        yield from _unknown_keys(source, fault, position_of)
        return
    pointer = (*fault.pointer, fault.value) if fault.is_name else fault.pointer
    separator = " =" if source.path.endswith(".toml") else ":"
    message, hint = _message_and_hint(fault, separator)
    line, column = position_of(source, pointer)
    yield finding(source, line, column, "schema-mismatch", message, hint)


def _unknown_keys(source: Source, fault: _Fault, position_of: Locate) -> Iterator[Finding]:
    known = list(fault.schema["properties"])
    for key in sorted(set(fault.value) - set(known)):
        message = f"unknown key `{key}`; expected one of {', '.join(known)}"
        line, column = position_of(source, (*fault.pointer, key))
        yield finding(source, line, column, "schema-mismatch", message, did_you_mean(key, known))


def _message_and_hint(fault: _Fault, separator: str) -> tuple[str, str]:
    """The message and the hint for a fault; `separator` is between a key and its value in this format."""
    value, name, limit = fault.value, fault.name or "the file", fault.limit
    actual = f"{name}: {_actual(value)}"
    match fault.keyword:
        case "required":
            missing = [key for key in limit if key not in value]
            message = f"{name}: missing {plural(len(missing), 'key')} {ticked(missing)}"
            return message, f"add `{missing[0]}{separator} ...`"
        case "enum" | "anyOf":
            return _no_option(fault, actual)
        case "type":
            return f"{actual}; expected {_expected_type(limit)}", _type_hint(value, limit, fault.schema)
        case "format":
            return f"{actual}; expected a date such as 2026-08-04", "check that the day exists"
        case "pattern":
            cause, hint = cause_of(limit, value)
            expected = f", which {cause}" if cause else f"; expected: {fault.schema.get('description', limit)}"
            return f"{actual}{expected}", hint
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            noun = "character" if isinstance(value, str) else "item"
            bound = "at least" if fault.keyword.startswith("min") else "at most"
            return f"{fault.name}: has {counted(len(value), noun)}; expected {bound} {limit}", ""
        case "minimum" | "maximum":
            least, most = fault.schema.get("minimum"), fault.schema.get("maximum")
            return f"{actual}; expected {f'at least {least}' if most is None else f'{least} to {most}'}", ""
        case _:
            return f"{name}: {fault.message}", ""


def _no_option(fault: _Fault, actual: str) -> tuple[str, str]:
    options, value = _options(fault), fault.value
    expected = f"expected {choice(options)}"
    if _is_quoted_number(value, options):
        return f"{actual}; {expected}", _UNQUOTED
    if value == "" or not isinstance(value, str | int | float):
        return f"{actual}; {expected}", ""
    return f"`{json_text(value)}` is not a value of `{fault.name}`; {expected}", did_you_mean(str(value), options)


def _options(fault: _Fault) -> list[str]:
    """What a value can be, as a writer would type it: of an `enum` or of all alternatives of an `anyOf`."""
    if fault.branches:
        return [*chain.from_iterable(map(_options, chain.from_iterable(fault.branches)))]
    if "enum" in fault.schema:
        return [*map(str, fault.schema["enum"])]
    if "properties" in fault.schema:
        return [f"{{{', '.join(fault.schema['properties'])}}}"]
    type_ = fault.schema.get("type")
    return [] if type_ == "null" else [_expected_type(type_)]


def _actual(value: object) -> str:
    if value is None:
        return "is empty"
    if isinstance(value, str):
        return f"is {value!r}"
    if isinstance(value, int | float):
        return f"is {json_text(value)}"
    return "is a list" if isinstance(value, list) else "is a mapping"


def _expected_type(type_: object) -> str:
    return _TYPES.get(str(type_), str(type_))


def _type_hint(value: object, type_: object, schema: Mapping[str, Any]) -> str:
    if type_ == "object" and schema.get("required"):
        return f"it needs {' and '.join(map('`{}`'.format, schema['required']))}"
    if type_ == "array":
        return "write it as a list, one `- item` per line"
    return _UNQUOTED if type_ == "integer" and isinstance(value, str) else ""


def _is_quoted_number(value: object, options: Collection[str]) -> bool:
    """Whether a text is a number that would be right without its quotes: no option is a text of digits."""
    return isinstance(value, str) and value.isdigit() and (value in options or _WHOLE_NUMBER in options)


def _claim_kinds(source: Source, value: object) -> Iterator[Finding]:
    claims = value.get("claims") if isinstance(value, dict) else None
    listed: Iterable[object] = claims if isinstance(claims, list) else ()
    for index, claim in enumerate(listed):
        kinds = [kind for kind in CLAIM_KINDS if isinstance(claim, dict) and kind in claim]
        if len(kinds) == 1:
            continue
        message, hint = f"a claim has {len(kinds)} kinds", "add the key of one kind"
        if kinds:
            message, hint = f"{message}: {', '.join(kinds)}", "write a claim for each kind"
        message = f"{message}; expected exactly one of {', '.join(CLAIM_KINDS)}"
        yield finding_at(source, ("claims", index), "schema-mismatch", message, hint)
