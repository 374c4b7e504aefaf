"""Validation against the JSON Schema of a type: every error at its line and column, with the expected value."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, TypeVar

import jsonschema_rs
import msgspec

from docgen.load.fault_texts import Fault, message_and_hint
from docgen.load.findings import Findings, RefusedError, finding_at
from docgen.load.yaml_slips import with_slips
from docgen.load.yaml_text import compose, value_by_schema
from docgen.model.claim import CLAIM_KINDS
from docgen.model.finding import Finding
from docgen.openapi.nodes import as_list, as_mapping, children
from docgen.openapi.pointers import value_at
from docgen.positions.source import Pointer, Source, dotted
from docgen.schemas import schema
from docgen.wording import did_you_mean, nearest

Model = TypeVar("Model", bound=msgspec.Struct)
_TIME: Final = "an RFC 3339 time with Z and whole seconds such as 2026-08-04T00:00:00Z"
_STEP: Final = re.compile(r"\.([^.\[`]+)|\[(\d+)\]")


def read_model(source: Source, model: type[Model]) -> tuple[Model | None, Findings]:
    """An authored YAML text as its model type, or everything that is wrong with it."""
    read, found = _read(source, model)
    return read, with_slips(source, found, lambda changed: _read(changed, model)[1])


def _read(source: Source, model: type[Model]) -> tuple[Model | None, Findings]:
    try:
        node = compose(source)
    except RefusedError as error:
        return None, error.findings
    value = value_by_schema(node, _schema(model), _schema(model))
    return to_model(source, value, model)


def to_model(source: Source, value: object, model: type[Model], below: Pointer = ()) -> tuple[Model | None, Findings]:
    """A plain value as its model type, or every schema error; it is the value `below` a pointer of the source."""
    faults = list(_faults(value, model))
    # the validator leaves an empty key out of the path to a fault
    nameless = next(_empty_keys(value, ()), None) if faults else None
    if nameless is not None:
        return None, (finding_at(source, (*below, *nameless), "schema-mismatch", "a key is empty; expected a name"),)
    meant = dict(chain.from_iterable(map(_meant, faults)))
    foreign = next(filter(_is_foreign, faults), None)
    if foreign and not meant:
        message = f"has none of the keys of such a file; expected some of {', '.join(foreign.schema['properties'])}"
        hint = "move the file to the folder of its kind"
        return None, (finding_at(source, below, "schema-mismatch", message, hint),)
    findings = chain.from_iterable(_findings(source, fault, below, meant) for fault in faults)
    # the library has an error for each missing key, and one finding names them all
    listed = (*dict.fromkeys(findings), *_claim_kinds(source, value, {fault.pointer[:2] for fault in faults}))
    if listed:
        return None, listed
    try:
        return msgspec.convert(value, model), ()
    except msgspec.ValidationError as error:
        return None, (_conversion_finding(source, str(error), below),)


def _empty_keys(value: object, pointer: Pointer) -> Iterator[Pointer]:
    """The pointer of each empty key in a value."""
    if "" in as_mapping(value):
        yield (*pointer, "")
    for key, child in children(value):
        yield from _empty_keys(child, (*pointer, key))


def _conversion_finding(source: Source, error: str, below: Pointer) -> Finding:
    """The finding for an error of msgspec, whose message ends with a path such as `$.rules[0].sunset`."""
    reason, _, path = error.partition(" - at `$")
    pointer = tuple(int(index) if index else key for key, index in _STEP.findall(path))
    if "datetime" in reason:
        reason = f"is not a valid time; expected {_TIME}"
    return finding_at(source, (*below, *pointer), "schema-mismatch", f"{dotted(pointer) or 'the file'}: {reason}")


_schema: Final = cache(schema)  # a project has hundreds of files of a few types


@cache
def _validator(model: type[msgspec.Struct]) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(_schema(model), validate_formats=True)


def _faults(value: object, model: type[msgspec.Struct]) -> Iterator[Fault]:
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


def _fault(error: jsonschema_rs.ValidationError, value: object, model: type[msgspec.Struct]) -> Fault:
    # the library's kinds share no type
    kind: Any = error.kind
    pointer, place = tuple(error.instance_path), tuple(error.schema_path)
    is_name = kind.name == "propertyNames"
    return Fault(
        pointer,
        kind.error.instance if is_name else value_at(value, pointer),
        value_at(_schema(model), place[:-1]),
        str(place[-1]),
        [[_fault(inner, value, model) for inner in branch] for branch in getattr(kind, "context", ())],
        error.message,
        is_name,
    )


def _root_causes(fault: Fault) -> Iterator[Fault]:
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


def _is_of_another_type(inner: Fault, around: Fault) -> bool:
    return inner.keyword in ("type", "enum") and inner.pointer == around.pointer


def _is_foreign(fault: Fault) -> bool:
    """Whether it is about a file whose keys are all unknown."""
    is_whole = fault.keyword == "additionalProperties" and not fault.pointer
    return is_whole and set(fault.value).isdisjoint(fault.schema["properties"])


def _meant(fault: Fault) -> Iterator[tuple[Pointer, str]]:
    """The pointer of each unknown key that is like an absent one, or stands where one key is missing, with that."""
    if fault.keyword == "additionalProperties":
        absent = [key for key in fault.schema["properties"] if key not in fault.value]
        missing = [key for key in fault.schema.get("required", ()) if key in absent]
        unknown = set(fault.value).difference(fault.schema["properties"])
        for key in unknown:
            near = nearest(key, absent, 0.7)
            if near or len(missing) == len(unknown) == 1:
                yield (*fault.pointer, key), near or missing[0]


def _findings(source: Source, fault: Fault, below: Pointer, meant: Mapping[Pointer, str]) -> Iterator[Finding]:
    pointer = (*fault.pointer, fault.value) if fault.is_name else fault.pointer
    if fault.keyword == "additionalProperties":
        known = list(fault.schema["properties"])
        for key in sorted(set(fault.value) - set(known)):
            near = meant.get((*pointer, key))
            expected = f"did you mean `{near}`?" if near else f"expected one of {', '.join(known)}"
            hint = "" if near else did_you_mean(key, known)
            message = f"unknown key `{key}`; {expected}"
            yield finding_at(source, (*below, *pointer, key), "schema-mismatch", message, hint)
        return
    if fault.keyword == "required":
        # a misspelt key is not missing as well
        present = {meant.get((*pointer, key), key) for key in fault.value}
        if present.issuperset(fault.limit):
            return
        fault = fault._replace(value=present)
    message, hint = message_and_hint(fault, " =" if source.path.endswith(".toml") else ":")
    yield finding_at(source, (*below, *pointer), "schema-mismatch", message, hint)


def _claim_kinds(source: Source, value: object, wrong: Collection[Pointer]) -> Iterator[Finding]:
    """A finding for each claim without one kind, but where something else is wrong with it."""
    for index, claim in enumerate(as_list(as_mapping(value).get("claims"))):
        kinds = [kind for kind in CLAIM_KINDS if kind in as_mapping(claim)]
        if len(kinds) == 1 or ("claims", index) in wrong:
            continue
        message, hint = f"a claim has {len(kinds)} kinds", "add the key of one kind"
        if kinds:
            message, hint = f"{message}: {', '.join(kinds)}", "write a claim for each kind"
        message = f"{message}; expected exactly one of {', '.join(CLAIM_KINDS)}"
        yield finding_at(source, ("claims", index), "schema-mismatch", message, hint)
