"""The validation of openapi-core in bounded time: each keyword costs a step, and patterns take linear time.

It validates with classes of jsonschema, which comes with it. All else is validated by jsonschema-rs: only messages of
HTTP take what openapi-core knows of parameters and media types.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from docgen.openapi.cycles import circles
from docgen.openapi.patterns import matches
from docgen.openapi.schema import applied

STEPS: Final = 500_000
"""The budget of one contract; the values of a contract of 13 MB need 140,000 steps."""
_MAX_NESTING: Final = 190  # of keywords; each is up to five frames of the 1,000 that Python allows
_CHARACTERS_PER_STEP: Final = 4  # of a text that is matched against a pattern
_PAIRS_PER_STEP: Final = 10  # of items of a list that are compared for `uniqueItems`
_ENUM_VALUES_PER_STEP: Final = 1_000  # that are compared with a value

Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]


class ExhaustedError(Exception):
    """The steps of a budget are spent."""

    def __init__(self) -> None:
        super().__init__(f"its schemas need more than {STEPS:,} validation steps")


class Budget:
    """The steps that are left. Steps and not seconds, so that a contract has the same result on every machine."""

    def __init__(self) -> None:
        self.left = STEPS
        self._nesting = 0

    def spend(self, steps: int) -> None:
        """Subtract steps; ExhaustedError if too few are left."""
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A keyword inside of others; RecursionError for one of a schema that contains itself."""
        self._nesting += 1
        try:
            # not left to Python: its limit may be hit inside a Rust library of jsonschema, which then panics
            if self._nesting > _MAX_NESTING:
                raise RecursionError
            yield
        finally:
            self._nesting -= 1


def bounded_validator(validator_class: Any, budget: Budget) -> Any:  # noqa: ANN401 - jsonschema makes its classes
    """A validator class with the same errors as another one, or ExhaustedError if that takes too many steps.

    A pattern that cannot be matched in linear time has no errors.
    """
    import attrs  # it comes with jsonschema, which is slow to import
    from jsonschema.validators import extend  # as above

    patterns = _Patterns(budget, additional=validator_class.VALIDATORS["additionalProperties"])
    known: dict[str, Keyword] = {**validator_class.VALIDATORS, **patterns.keywords(validator_class.VALIDATORS)}
    bounded_class = extend(validator_class, {name: _counted(keyword, budget) for name, keyword in known.items()})  # type: ignore[no-untyped-call]  # it has no types
    # jsonschema's own makes a plain validator at a `$schema`, which counts no steps
    bounded_class.evolve = attrs.evolve
    return bounded_class


def _counted(keyword: Keyword, budget: Budget) -> Keyword:
    def counted(validator: Any, value: Any, instance: object, schema: Any) -> Iterator[Any]:  # noqa: ANN401 - jsonschema's
        budget.spend(1 + _compared(value, instance))
        with budget.nested():
            yield from keyword(validator, value, instance, schema) or ()

    return counted


def _compared(value: object, instance: object) -> int:
    """The steps of comparing: the items of a list with each other, or a value with those of an enum."""
    if isinstance(instance, list) and value is True:
        return len(instance) ** 2 // _PAIRS_PER_STEP
    return len(value) // _ENUM_VALUES_PER_STEP if isinstance(value, list) else 0


class _Patterns:
    """The keywords that match patterns, and those that depend on what matches."""

    def __init__(self, budget: Budget, additional: Keyword) -> None:
        self._budget, self._additional = budget, additional

    def keywords(self, known: Mapping[str, Any]) -> dict[str, Keyword]:
        """The keywords of this kind that a validator class has."""
        own: dict[str, Keyword] = {
            "pattern": self._pattern,
            "patternProperties": self._properties,
            "additionalProperties": self._additional_properties,
            "unevaluatedItems": self._unevaluated(known.get("unevaluatedItems")),
            "unevaluatedProperties": self._unevaluated(known.get("unevaluatedProperties")),
        }
        return {name: keyword for name, keyword in own.items() if name in known}

    def _matches(self, pattern: str, text: str) -> bool | None:
        self._budget.spend(len(text) // _CHARACTERS_PER_STEP)
        return matches(pattern, text)

    def _pattern(self, validator: Any, pattern: str, instance: object, _: object) -> Iterator[Any]:  # noqa: ANN401
        from jsonschema import ValidationError  # slow to import

        if isinstance(instance, str) and self._matches(pattern, instance) is False:
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    def _properties(self, validator: Any, listed: Mapping[str, Any], instance: Any, _: object) -> Iterator[Any]:  # noqa: ANN401
        for pattern, schema in listed.items() if isinstance(instance, dict) else ():
            for name, value in instance.items():
                if self._matches(pattern, name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)

    def _additional_properties(self, validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:  # noqa: ANN401
        """The library's keyword, on the properties that match no pattern."""
        patterns = schema.get("patternProperties")
        if not (patterns and isinstance(instance, dict)):
            yield from self._additional(validator, value, instance, schema) or ()
            return
        from jsonschema import ValidationError  # slow to import

        extras = {name: inner for name, inner in instance.items() if not self._named(name, schema, patterns)}
        if value is False and extras:
            names = ", ".join(map(repr, sorted(extras)))
            listed = ", ".join(map(repr, sorted(patterns)))
            yield ValidationError(f"{names} do{'es' * (len(extras) == 1)} not match any of the regexes: {listed}")
        elif value is not False:
            yield from self._additional(validator, value, extras, {})

    def _named(self, name: str, schema: Mapping[str, Any], patterns: Mapping[str, Any]) -> bool:
        """Whether a schema names a property, or may by a pattern."""
        if name in schema.get("properties", {}):
            return True
        return any(self._matches(pattern, name) is not False for pattern in patterns)

    def _unevaluated(self, keyword: Keyword | None) -> Keyword:
        """The library's keyword, skipped where it would not end in bounded time, or not end: it counts no steps."""

        def unevaluated(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:  # noqa: ANN401
            if keyword and _is_bounded(validator, schema):
                yield from keyword(validator, value, instance, schema) or ()

        return unevaluated


def _is_bounded(validator: Any, schema: Any) -> bool:  # noqa: ANN401 - jsonschema's
    """Whether a schema and the others for the same value are few, without patterns, and none contains itself."""
    # by identity: a dict has no hash, and the contract keeps every schema alive meanwhile
    known = {id(schema): schema}

    def inner(key: int) -> list[int]:
        parts = [*applied(known[key])]
        for ref in filter(None, (known[key].get("$ref"), known[key].get("$dynamicRef"))):
            parts.append(validator._resolver.lookup(ref).contents)
        schemas = {id(part): part for part in parts if isinstance(part, dict)}
        known.update(schemas)
        return list(schemas)

    has_circle = any(circles([id(schema)], inner))
    has_patterns = any("patternProperties" in part for part in known.values())
    return len(known) <= _MAX_NESTING and not has_circle and not has_patterns
