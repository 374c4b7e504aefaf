"""A frozen value with what was computed from it."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Self, TypeVar

import msgspec

_Result = TypeVar("_Result")


_Value = TypeVar("_Value", bound="Caching")


class Caching(msgspec.Struct, frozen=True, dict=True):
    """A value of which a function computes one thing once, however many ask for it."""

    def cached(self, compute: Callable[[Self], _Result]) -> _Result:
        """The result of `compute`, which is called with this value alone, and once: the function is the key."""
        if compute not in self._results:
            self._results[compute] = compute(self)
        result: _Result = self._results[compute]
        return result

    def forget(self) -> None:
        """Let go of what was computed, some of which refers to the value."""
        self._results.clear()

    @cached_property
    def _results(self) -> dict[Any, Any]:
        return {}


def once(compute: Callable[[_Value], _Result]) -> Callable[[_Value], _Result]:
    """A function of a value, which is computed once for each."""

    @wraps(compute)
    def computed(value: _Value) -> _Result:
        return value.cached(compute)

    return computed
