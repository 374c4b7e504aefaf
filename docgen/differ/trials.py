"""Trials: comparisons that only ask whether two schemas are equivalent."""

from collections.abc import Callable

import msgspec

from docgen.differ.edits import Edit, Pair
from docgen.openapi.nodes import Node


class DifferentError(Exception):
    """A trial found an edit, so the schemas are not equivalent."""


class TrialPair(Pair):
    """A pair of a trial: the first edit ends it."""

    __slots__ = ()

    def add(self, edit: Edit) -> None:
        """Raise DifferentError."""
        raise DifferentError


class Trials(msgspec.Struct):
    """The outcomes of trials, by the identities of the two schemas; those that still run have one that is assumed."""

    equivalent: dict[tuple[int, int], bool] = {}
    assumed: list[tuple[int, int]] = []
    retained: list[tuple[Node, Node]] = []  # keeps nodes alive, whose `id` is a key

    def outcome(self, old: Node, new: Node, run: Callable[[], object]) -> bool:
        """Whether two schemas are equivalent; `run` raises DifferentError where they are not."""
        key = (id(old.value), id(new.value))
        if key in self.equivalent:
            return self.equivalent[key]
        self.retained.append((old, new))
        self.equivalent[key] = True  # assumed, so that a schema which contains itself does not recurse
        since = len(self.assumed)
        self.assumed.append(key)
        try:
            run()
        except DifferentError:
            for assumed in self.assumed[since:]:
                del self.equivalent[assumed]  # they may be equivalent under the wrong assumption alone
            self.equivalent[key] = False
        # the outermost trial settles what all inner ones assumed
        if since == 0 or not self.equivalent[key]:
            del self.assumed[since:]
        return self.equivalent[key]
