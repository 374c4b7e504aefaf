"""The base type of what people write: unknown keys are refused, and each value is given by its key."""

from collections.abc import Iterator, Mapping
from typing import Any, dataclass_transform

import msgspec

from docgen.positions.source import Pointer


class _ByKey(msgspec.StructMeta):
    def __new__(cls, *args: Any, **options: Any) -> "_ByKey":  # noqa: ANN401 - those of msgspec
        # a required key may come after an optional one, and msgspec applies this option to one class alone
        return super().__new__(cls, *args, kw_only=True, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Authored(
    msgspec.Struct, metaclass=_ByKey, frozen=True, forbid_unknown_fields=True, rename=lambda name: name.rstrip("_")
):
    """A file that people write, or a part of one; a key that Python reserves, such as `from`, is the field `from_`."""


class AuthoredPart(Authored, omit_defaults=True):
    """A part of an authored file that docgen writes, too: without the keys that say what their absence says."""


def values(part: Any, pointer: Pointer = ()) -> Iterator[tuple[Any, str, Pointer, Any]]:  # noqa: ANN401 - any model
    """Every value of a model and of its parts, in the order of the fields: who has it, in which field, and where."""
    for name, key in zip(part.__struct_fields__, part.__struct_encode_fields__, strict=True):
        for at, member in _members(getattr(part, name), (*pointer, key)):
            yield part, name, at, member
            if isinstance(member, msgspec.Struct):
                yield from values(member, at)


def _members(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Any]]:  # noqa: ANN401 - a value of a model
    members = dict(enumerate(value)) if isinstance(value, tuple) else value
    if isinstance(members, Mapping):
        for key, member in members.items():
            yield (*pointer, key), member
    else:
        yield pointer, value
