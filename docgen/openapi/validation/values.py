"""Values of a contract compared with its schemas: in microseconds each, and in bounded time whatever the schemas."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import msgspec

from docgen.openapi.cycles import circles, reachable
from docgen.openapi.examples import Survey
from docgen.openapi.patterns import LARGEST
from docgen.openapi.pointers import json_pointer, typed_pointer
from docgen.openapi.schema import applied
from docgen.openapi.spec import Spec
from docgen.openapi.validation.effort import Effort
from docgen.openapi.validation.errors import copied, without_consequences, words
from docgen.openapi.validation.json_schema import DEFINITIONS, Converted, JsonSchema, JsonSchemas, definition_of
from docgen.openapi.validation.problem import Problem, invalid
from docgen.positions.source import Pointer
from docgen.wording import choice

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

_BYTES: Final = 800  # of keywords and values that cost about as much as a schema; an enum can have 100,000 values
STEPS: Final = 5_000_000
"""The budget of one contract: a step is a schema that is compared with a value; contracts of 13 MB need 140,000."""
_EXPLAINED: Final = 10_000  # steps of one value; more would take seconds, as each error holds a copy of the value
_MOST_COPIED: Final = 20_000_000  # values of enums, which the errors hold copies of
_MOST_COMPILED: Final = 1_000_000  # schemas that are compiled for one schema each; in large contracts 140,000


def value_problems(spec: Spec, survey: Survey) -> Iterator[Problem]:
    """Each example and each default of a contract that does not match its schema, and each circle of schemas."""
    components = (("components", "schemas", name) for name in spec.schemas())
    used = (example.schema.pointer for example in (*survey.examples, *survey.defaults))
    validator = ValueValidator(spec, (*components, *used))
    for circle in validator.circles:
        names = [str(pointer[-1]) for pointer in circle]
        message = "the schema contains itself, without a step into a property or an item"
        yield invalid(circle[0], message, f"break the circle of {choice(names, 'and')}")
    for example in survey.examples:
        for where, message in validator.errors(example.schema.pointer, example.value):
            pointer = (*example.pointer, *where)
            yield Problem("example-invalid", pointer, f"the example {message}", "fix the example, or the schema")
    for default in survey.defaults:
        for where, message in validator.errors(default.schema.pointer, default.value, formats=True):
            yield invalid((*default.pointer, *where), f"the default {message}", "fix the default, or the schema")


class ValueValidator:
    """A validator for values of one contract, and the schemas of it at some pointers.

    `circles` are the schemas that contain themselves, which take any value here.
    """

    def __init__(self, spec: Spec, schemas: Iterable[Pointer]) -> None:
        every = JsonSchemas(spec)
        self._is_draft_4 = every.is_draft_4
        converted = {pointer: every.converted(spec.at(pointer)) for pointer in dict.fromkeys(schemas)}
        definitions = every.definitions()
        self._converted = converted.values(), definitions
        self._schemas = {pointer: schema for pointer, (schema, _) in converted.items()}
        self._definitions = {number: schema for number, (schema, _) in definitions.items()}
        self.circles: list[tuple[Pointer, ...]] = []
        targets = {number: list(_targets(schema)) for number, schema in self._definitions.items()}
        # such a definition leads back to itself without a step into the value
        for circle in circles(targets, targets.__getitem__):
            self.circles.append(tuple(map(every.pointer, sorted(circle, key=int))))
            self._definitions |= {number: {} for number in circle}
        self._effort = Effort(self._definitions)
        self._validators: dict[bool, Validator] = {}
        self._left, self._copied = STEPS, 0

    def errors(self, schema: Pointer, value: object, *, formats: bool = False) -> Iterator[tuple[Pointer, str]]:
        """Each error of a value as the end of a sentence about it, with its pointer in the value.

        Formats are checked only with `formats`. Where validation takes too many steps, that is the error of the first
        such value; later values have none.
        """
        if self._left < 0:
            return
        steps = self._effort.steps(self._schemas[schema], value)
        self._left -= steps or 0
        if steps is None:
            yield (), "cannot be checked: it is nested too deeply"
            return
        if self._left < 0:
            yield (), f"cannot be checked: its schemas need more than {STEPS:,} validation steps"
            return
        validator, keyed = self._validator(schema, formats), {json_pointer(schema): value}
        if validator.is_valid(keyed):
            return
        # each error holds a copy of the value, so to explain is slower than to validate
        if steps > _EXPLAINED or self._copied > _MOST_COPIED:
            yield (), "does not match its schema"
            return
        yield from self._explained(list(validator.iter_errors(keyed)), value)

    def _explained(self, errors: "list[ValidationError]", value: object) -> Iterator[tuple[Pointer, str]]:
        count = copied(errors)
        if count is None:
            yield (), "does not match its schema"
            return
        self._copied += count
        for error in without_consequences(errors):
            yield typed_pointer(value, error.instance_path[1:]), f"does not match its schema: {words(error)}"

    def _validator(self, schema: Pointer, formats: bool) -> "Validator":
        """A validator for an object that has a value under the pointer of its schema.

        One for all schemas takes much memory; one for each compiles again what it refers to, which may be all others.
        """
        if self._is_compiled_each:
            return self._compiled([schema], formats)
        if formats not in self._validators:
            self._validators[formats] = self._compiled(self._schemas, formats)
        return self._validators[formats]

    def _compiled(self, schemas: Iterable[Pointer], formats: bool) -> "Validator":
        import jsonschema_rs  # most commands validate nothing

        kind = jsonschema_rs.Draft4Validator if self._is_draft_4 else jsonschema_rs.Draft202012Validator
        options: dict[str, Any] = {"pattern_options": jsonschema_rs.RegexOptions(size_limit=LARGEST)}
        options |= {"registry": self._registry, "validate_formats": formats, "offline": True}
        # Behind references, under no keyword: the schemas of keywords the library holds against a metaschema, and
        # refuses patterns there that it can match.
        places = {json_pointer(pointer): self._schemas[pointer] for pointer in schemas}
        properties = {place: {"$ref": f"#/schemas/{number}"} for number, place in enumerate(places)}
        return kind({"properties": properties, "schemas": [*places.values()]}, **options)

    @cached_property
    def _is_compiled_each(self) -> bool:
        return compiled(*self._converted, _MOST_COMPILED) <= _MOST_COMPILED

    @cached_property
    def _registry(self) -> Any:  # noqa: ANN401 - imported late
        import jsonschema_rs  # as above

        draft = jsonschema_rs.Draft4 if self._is_draft_4 else jsonschema_rs.Draft202012
        return jsonschema_rs.Registry([(DEFINITIONS, {"$defs": self._definitions})], draft=draft)


def _targets(schema: JsonSchema) -> Iterator[str]:
    """The definitions that a schema, or one inside of it for the same value, refers to."""
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "$ref" in part:
                yield definition_of(part["$ref"])
            waiting += applied(part)


def compiled(schemas: Iterable[Converted], definitions: Mapping[str, Converted], most: int) -> int:
    """How many definitions schemas reach, each time counted, a large one as several; up to about `most`."""
    sizes = {number: 1 + len(msgspec.json.encode(schema)) // _BYTES for number, (schema, _) in definitions.items()}
    together, reached = 0, dict[str, int]()
    for number in definitions:
        every = reachable([number], lambda one: definitions[one].used)
        reached[number] = sum(map(sizes.__getitem__, every))
        together += reached[number]
        if together > most:
            return together
    return sum(map(reached.__getitem__, chain.from_iterable(used for _, used in schemas)))
