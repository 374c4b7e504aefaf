"""Walks over schemas, which may contain themselves, and refer to each other more often than a walk has time for."""

from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, TypeVar

from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema

State = TypeVar("State", bound=Hashable)
Result = TypeVar("Result")
Steps = Generator[tuple[Node, State], Any, Result]
"""A visit to a schema: it yields schemas inside of it, each with a state, and is sent the result of each."""


def walk(
    resolver: Resolver, node: Node, state: State, visit: Callable[[Schema, State], Steps[State, Result]], again: Result
) -> Result:
    """The result of a visit to a schema, resolved and merged, in a state; inside of itself, a schema has `again`.

    Each schema is visited once in each state, so that the time is that of reading the contract, whatever its schemas
    refer to; and not by recursion, as chains of references are longer than Python's stack.
    """
    known: dict[tuple[int, State], Result] = {}
    path: list[tuple[tuple[int, State], Steps[State, Any]]] = [((0, state), results((node,), state))]
    # a generator that begins must be sent None
    result: Any = None
    while path:
        key, steps = path[-1]
        try:
            inner, state = steps.send(result)
        except StopIteration as done:
            result = known[key] = done.value
            path.pop()
            continue
        inner = resolver.resolve(inner)
        key = id(inner.value), state
        result = known.get(key)
        if key not in known:
            # what is met again before it is done is inside of itself
            known[key] = again
            path.append((key, visit(merged(resolver, inner), state)))
    whole: Result = result[0]
    return whole


def results(nodes: Iterable[Node], state: State) -> Steps[State, list[Any]]:
    """The results of several schemas in one state."""
    listed = []
    for node in nodes:
        listed.append((yield node, state))
    return listed
