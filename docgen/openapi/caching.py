"""A frozen value with what was computed from it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

import msgspec

_Result = TypeVar("_Result")


class Caching(msgspec.Struct, frozen=True, dict=True):
    """A value of which a function computes one thing once, however many ask for it."""

    def cached(self, compute: Callable[[Self], _Result]) -> _Result:
        """The result of `compute`, which is called with this value alone, and once: the function is the key."""
        if compute not in self._results:
            self._results[compute] = compute(self)
        result: _Result = self._results[compute]
        return result

    @cached_property
    def _results(self) -> dict[Any, Any]:
        return {}
