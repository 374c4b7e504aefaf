"""JSON Schema validation in bounded time: each keyword costs a step, and patterns are matched in linear time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from docgen.openapi.patterns import matches

STEPS: Final = 500_000
"""How many steps the values of one contract may take; those of a contract of 13 MB take 140,000."""
_CHARACTERS_PER_STEP: Final = 4  # characters that are matched against a pattern in the time of a step
_PAIRS_PER_STEP: Final = 10  # pairs of items that are compared in the time of a step
_ENUM_VALUES_PER_STEP: Final = 1_000  # values of an enum that are

Keyword = Callable[[Any, Any, Any, Any], Iterator[Any]]


class ExhaustedError(Exception):
    """The steps of a budget are spent."""

    def __init__(self) -> None:
        super().__init__(f"its schemas need more than {STEPS:,} validation steps")


class Budget:
    """How many steps are left: the same for the same contract, whatever the machine."""

    def __init__(self) -> None:
        self.left = STEPS

    def spend(self, steps: int = 1) -> None:
        """Take steps from what is left; ExhaustedError where there are too few."""
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError


def bounded(kind: Any, budget: Budget) -> Any:  # noqa: ANN401 - jsonschema makes its classes
    """A validator class that finds what another one finds, and ends: with ExhaustedError where that takes too long.

    A pattern that cannot be matched in linear time finds nothing.
    """
    import attrs  # it comes with jsonschema, which is slow to import
    from jsonschema.validators import extend  # as above

    of_patterns = _Patterns(budget, additional=kind.VALIDATORS["additionalProperties"])
    known: dict[str, Keyword] = {**kind.VALIDATORS, **of_patterns.keywords(kind.VALIDATORS)}
    made = extend(kind, {name: _counted(keyword, budget) for name, keyword in known.items()})  # type: ignore[no-untyped-call]  # it has no types
    made.evolve = attrs.evolve  # its own goes over to another class where a schema has a `$schema`
    return made


def _counted(keyword: Keyword, budget: Budget) -> Keyword:
    def counted(validator: Any, value: Any, instance: object, schema: Any) -> Iterator[Any]:  # noqa: ANN401 - jsonschema's
        budget.spend(1 + _compared(value, instance))
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
        """As the library has it for a schema without patterns: what matches one is left out before."""
        patterns = schema.get("patternProperties")
        if not (patterns and isinstance(instance, dict)):
            yield from self._additional(validator, value, instance, schema) or ()
            return
        from jsonschema import ValidationError  # slow to import

        extras = {name: of for name, of in instance.items() if not self._named(name, schema, patterns)}
        if value is False and extras:
            names = ", ".join(repr(name) for name in sorted(extras))
            listed = ", ".join(repr(pattern) for pattern in sorted(patterns))
            yield ValidationError(f"{names} do{'es' * (len(extras) == 1)} not match any of the regexes: {listed}")
        elif value is not False:
            yield from self._additional(validator, value, extras, {})

    def _named(self, name: str, schema: Mapping[str, Any], patterns: Mapping[str, Any]) -> bool:
        """Whether a schema names a property, or may by a pattern."""
        return name in schema.get("properties", {}) or any(
            self._matches(pattern, name) is not False for pattern in patterns
        )

    def _unevaluated(self, keyword: Keyword | None) -> Keyword:
        """The library's, but where a pattern of any schema of the value counts: it would match that itself."""

        def unevaluated(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:  # noqa: ANN401
            if keyword and isinstance(instance, dict) and not _has_patterns(validator, schema, set()):
                yield from keyword(validator, value, instance, schema) or ()

        return unevaluated


def _has_patterns(validator: Any, schema: Any, seen: set[int]) -> bool:  # noqa: ANN401 - jsonschema's
    """Whether a schema, or one that holds for the same value, names properties by patterns."""
    # by identity: a dict has no hash, and the contract holds every schema for as long as this runs
    if not isinstance(schema, dict) or id(schema) in seen:
        return False
    seen.add(id(schema))
    if "patternProperties" in schema:
        return True
    inner = [schema[key] for key in ("if", "then", "else") if key in schema]
    inner += [member for key in ("allOf", "anyOf", "oneOf") for member in schema.get(key) or ()]
    inner += (schema.get("dependentSchemas") or {}).values()
    refs = [schema[key] for key in ("$ref", "$dynamicRef") if key in schema]
    inner += [validator._resolver.lookup(ref).contents for ref in refs]
    return any(_has_patterns(validator, each, seen) for each in inner)
