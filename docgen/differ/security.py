"""Who may call: security requirements, and the schemes that they name."""

from collections.abc import Iterator
from typing import Any

from docgen.differ.pairs import Graph, Pair
from docgen.differ.place import Place, Side

Alternatives = list[dict[str, frozenset[str]]]


def requirements_of(side: Side, operation: Place) -> Alternatives:
    """What an operation asks for, that of the whole document where it says nothing (OpenAPI 3.1, section 4.8.10)."""
    own = operation.get("security")
    listed = own if isinstance(own, list) else side.root.get("security")
    return alternatives(listed)


def alternatives(listed: Any) -> Alternatives:  # noqa: ANN401 - any JSON
    """The alternatives of a requirement, each its schemes with their scopes; nothing asked is one empty alternative."""
    found = [_schemes(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return found or [{}]


def _schemes(item: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset() for name, scopes in item.items()
    }


def tightened(old: Alternatives, new: Alternatives) -> bool:
    """Whether somebody who could call before can no longer: an old alternative that satisfies none of the new."""
    return not all(any(_enough(had, asked) for asked in new) for had in old)


def _enough(had: dict[str, frozenset[str]], asked: dict[str, frozenset[str]]) -> bool:
    return all(name in had and scopes <= had[name] for name, scopes in asked.items())


def compare_requirements(graph: Graph, pair: Pair) -> None:
    """Note what an operation asks for that it did not, and the other way round."""
    old, new = pair.old.get("security"), pair.new.get("security")
    if old != new:
        pointer = (*pair.new.pointer, "security") if new is not None else pair.new.pointer
        asked = (graph.old.root.get("security"), graph.new.root.get("security"))
        effective = [whole if own is None else own for own, whole in zip((old, new), asked, strict=True)]
        for action, name in _came_and_went(*effective):
            pair.note(f"api-security-{action}", pointer, (name,), name=name)
    elif graph.same_demand:
        return
    before, after = requirements_of(graph.old, pair.old), requirements_of(graph.new, pair.new)
    if before != after:
        action = "tightened" if tightened(before, after) else "loosened"
        place = pair.new.child("security") if new is not None else graph.new.root.child("security")
        said = [shown(wanted) for wanted in (before, after)]
        pair.note(f"api-security-{action}", place.pointer, tuple(said), before=said[0], after=said[1])


def compare_document_requirements(old: Place, new: Place) -> Iterator[Pair]:
    """A pair for each scheme or scope that came to or went from the requirement of the whole document."""
    for action, name in _came_and_went(old.get("security"), new.get("security")):
        scheme = name.partition(" and ")[0].partition(":")[0]
        pair = Pair(old, new, "the API", f"security {scheme}")
        pair.note(f"api-global-security-{action}", ("security",), (name,), name=name)
        yield pair


def shown(wanted: Alternatives) -> str:
    """A requirement for a reader."""
    return " or ".join(" and ".join(map(_named, item.items())) or "nothing" for item in wanted)


def _named(item: tuple[str, frozenset[str]]) -> str:
    name, scopes = item
    return f"{name} [{', '.join(sorted(scopes))}]" if scopes else name


def _came_and_went(old: Any, new: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    before, after = (_listed(value) for value in (old, new))
    for name, scopes in before.items():
        if name not in after:
            yield "removed", name
        else:
            yield from (("scope-removed", f"{name}: {scope}") for scope in sorted(scopes - after[name]))
    for name, scopes in after.items():
        if name not in before:
            yield "added", name
        else:
            yield from (("scope-added", f"{name}: {scope}") for scope in sorted(scopes - before[name]))


def _listed(listed: Any) -> dict[str, frozenset[str]]:  # noqa: ANN401 - any JSON
    """The alternatives by the names of their schemes."""
    found = [_schemes(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return {" and ".join(sorted(item)): frozenset().union(*item.values()) for item in found if item}


def compare_schemes(graph: Graph) -> Iterator[tuple[str, Pair]]:
    """The pair of each security scheme that differs, by the name of the scheme."""
    old = graph.old.root.child("components").members("securitySchemes")
    new = graph.new.root.child("components").members("securitySchemes")
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        scheme = Pair(
            before or Place(None, ()), after or Place(None, ()), f"the security scheme `{name}`", f"security {name}"
        )
        if before is None or after is None:
            action = "added" if before is None else "removed"
            place = after or before
            assert place is not None  # noqa: S101 - one side has it
            scheme.note(f"api-security-component-{action}", place.pointer, (name,), name=name)
        else:
            _compare_scheme(scheme, graph.old.resolve(before), graph.new.resolve(after))
        yield name, scheme


def _compare_scheme(pair: Pair, old: Place, new: Place) -> None:
    kinds = [
        " ".join(str(place.get(key)) for key in ("type", "scheme", "in", "name") if place.get(key))
        for place in (old, new)
    ]
    if kinds[0] != kinds[1]:
        action = "api-security-component-type-changed"
        pair.note(action, new.pointer, tuple(kinds), before=kinds[0], after=kinds[1])
    flows = [place.child("flows") for place in (old, new)]
    for flow in {**_mapping(flows[0]), **_mapping(flows[1])}:
        _compare_flow(pair, flow, flows[0].child(flow), flows[1].child(flow))


def _mapping(place: Place) -> dict[str, Any]:
    return place.node if isinstance(place.node, dict) else {}


def _compare_flow(pair: Pair, flow: str, old: Place, new: Place) -> None:
    for key, action in (("authorizationUrl", "oauth-url"), ("tokenUrl", "oauth-token-url")):
        before, after = old.get(key), new.get(key)
        if (before or "") != (after or ""):
            name = f"{flow}.{key}"
            pair.note(
                f"api-security-component-{action}-changed",
                new.pointer,
                (name, before, after),
                name=name,
                before=before,
                after=after,
            )
    scopes = [_mapping(place.child("scopes")) for place in (old, new)]
    for scope in {**scopes[0], **scopes[1]}:
        if scope not in scopes[1]:
            pair.note("api-security-component-oauth-scope-removed", new.pointer, (scope,), name=scope)
        elif scope not in scopes[0]:
            pair.note("api-security-component-oauth-scope-added", new.pointer, (scope,), name=scope)
        elif scopes[0][scope] != scopes[1][scope]:
            pair.note("api-security-component-oauth-scope-changed", new.pointer, (scope,), name=scope)
