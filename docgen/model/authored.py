"""The base type of what people write: unknown keys are refused, and each value is given by its key."""

from typing import Any, dataclass_transform

import msgspec


class _ByKey(msgspec.StructMeta):
    def __new__(cls, *args: Any, **options: Any) -> "_ByKey":  # noqa: ANN401 - those of msgspec
        # a required key may come after an optional one, and msgspec applies this option to one class alone
        return super().__new__(cls, *args, kw_only=True, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Authored(
    msgspec.Struct, metaclass=_ByKey, frozen=True, forbid_unknown_fields=True, rename=lambda name: name.rstrip("_")
):
    """A file that people write, or a part of one; a key that Python reserves, such as `from`, is the field `from_`."""
