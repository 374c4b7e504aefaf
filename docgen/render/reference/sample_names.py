"""Sample values by the name of a field: those that the contract shows elsewhere, then those of a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

import yaml

from docgen.openapi.examples import survey
from docgen.openapi.spec import Spec
from docgen.openapi.structure import objects_of

MOMENT: Final = 1769860800
"""A Unix time: that of `2026-01-31T12:00:00Z`."""
# characters of an example that is shown elsewhere, too
_MAX_LENGTH: Final = 100
_PLACEHOLDER: Final = "example-"
_MAX_STEM: Final = 24
_VAGUE: Final = frozenset(("data", "entry", "item", "object", "record", "result", "value"))
"""Names of objects that do not say what they are."""
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")

_VALUES: Final = yaml.load(
    files(__package__).joinpath("sample_values.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
_BY_NAME: Final = tuple((re.compile(rf"(?:.*[._])?(?:{pattern})"), values) for pattern, *values in _VALUES["by_name"])
BY_FORMAT: Final[Mapping[str, str]] = _VALUES["by_format"]
"""The value of each format."""
GUESSES: Final[Sequence[str]] = _VALUES["guesses"]
"""Texts that are tried where no other fits."""


def snake(name: str) -> str:
    """A name in the one spelling that names are compared in: `createdAt` is `created_at`."""
    return _WORDS.sub("_", name).strip("_").lower()


def values_by_name(spec: Spec, parent: str, name: str) -> Iterator[Any]:
    """Values for the field `name` of the object `parent`, as `snake` gives both; those that fit best come first."""
    shown, stem, keys = spec.cached(_shown), id_stem(parent, name), []
    is_id = stem != name or name in spec.cached(_objects)
    if parent:
        keys.append(f"{parent}.{name}")
    if is_id:
        keys.append(f"{stem}.id")
    # a single word, such as `message`, means something else in each object
    if "_" in name:
        keys.append(name)
    yield from (shown[key] for key in keys if key in shown)
    is_lower = name in spec.cached(_lowercase)
    for value in _of_table(f"{parent}.{name}"):
        # `EUR` in a contract that says that it writes currencies in lowercase
        yield value.lower() if is_lower and str(value).isupper() else value
    if is_id:
        yield made_id(stem)
    if name:
        yield f"{_PLACEHOLDER}{name.replace('_', '-')}"


# objects have the same fields
@lru_cache(maxsize=8192)
def _of_table(qualified: str) -> tuple[Any, ...]:
    matching = (values for pattern, values in _BY_NAME if pattern.fullmatch(qualified))
    return tuple(chain.from_iterable(matching))


def id_stem(parent: str, name: str) -> str:
    """The name of the object that an id is of: `customer` for `customer_id`, and for `id` in a customer."""
    if name == "id":
        return parent
    return name.removesuffix("_id")


def made_id(stem: str) -> str:
    """An id that is made up, for an object of that name, or of its last word where the name is long."""
    if len(stem) > _MAX_STEM:
        stem = stem.rpartition("_")[2]
    if 0 < len(stem) <= _MAX_STEM and stem not in _VAGUE:
        return f"{stem}_123"
    return "id_123"


def is_placeholder(value: object) -> bool:
    """Whether a value, or each of a list, only repeats the name of its field, or not even that."""
    if isinstance(value, list):
        return all(map(is_placeholder, value))
    return isinstance(value, str) and (value.startswith(_PLACEHOLDER) or value in ("", "string", "Example"))


def singular(noun: str) -> str:
    """The singular of a regular noun, such as the segment of a path before an id."""
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"(?<=ss|sh|ch|.x)es$", "", re.sub(r"ies$", "y", noun)))


def known_names(spec: Spec) -> tuple[Mapping[str, Any], Sequence[str], Sequence[str]]:
    """All that the samples of one place depend on in the rest of a contract."""
    return spec.cached(_shown), sorted(spec.cached(_objects)), sorted(spec.cached(_lowercase))


def _objects(spec: Spec) -> frozenset[str]:
    """The names of the components that have an id: a text that is called so is one."""
    names = set()
    for name, schema in spec.schemas().items():
        fields = spec.resolve(schema).get("properties")
        if isinstance(fields, Mapping) and "id" in fields:
            names.add(snake(name.rpartition(".")[2]))
    return frozenset(names)


def _lowercase(spec: Spec) -> frozenset[str]:
    """The names of which any description says that they are written in lowercase."""
    parts = (part for part in objects_of(spec, "schema") if "lowercase" in str(part.value.get("description")))
    return frozenset(snake(str(part.pointer[-1])) for part in parts)


def _shown(spec: Spec) -> Mapping[str, Any]:
    """The first example of each name, with that of its object before it and alone."""
    shown: dict[str, Any] = {}
    for example in survey(spec).examples:
        *_, owner, kind, name = ("", "", *example.schema.pointer)
        if kind == "properties":
            _add(shown, snake(str(owner)), snake(str(name)), example.value)
        elif name == "schema":
            carrier = spec.at(example.schema.pointer[:-1])
            component = example.schema.ref.rpartition("/")[2]
            _add(shown, "", snake(str(carrier.get("name") or component)), example.value)
    return shown


def _add(shown: dict[str, Any], parent: str, name: str, value: object) -> None:
    """Note a scalar, or those in an object, of which `parent` is not known any more at the third level."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _add(shown, name, snake(key), inner)
    elif isinstance(value, list):
        for inner in value[:1]:
            _add(shown, parent, singular(name), inner)
    elif name and isinstance(value, str | int | float) and 0 < len(str(value)) < _MAX_LENGTH and value != "string":
        if parent:
            shown.setdefault(f"{parent}.{name}", value)
        shown.setdefault(name, value)
