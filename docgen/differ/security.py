"""Security requirements, and the security schemes that they name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.differ.edits import Site, digest
from docgen.differ.graph import Graph
from docgen.differ.pairs import Pair, one_sided
from docgen.differ.without_annotations import strip_annotations
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

Requirement = dict[str, frozenset[str]]
"""The schemes of a security requirement with their scopes."""
Requirements = list[Requirement]
"""Alternative security requirements."""
_URLS: Final = {
    "openIdConnectUrl": "oauth-url",
    "oauth2MetadataUrl": "oauth-url",
    "authorizationUrl": "oauth-url",
    "deviceAuthorizationUrl": "oauth-url",
    "tokenUrl": "oauth-token-url",
    "refreshUrl": "oauth-refresh-url",
}


def requirements_of(resolver: Resolver, operation: Node) -> Requirements:
    """The requirements of an operation, by default those of the document (OpenAPI 3.1, section 4.8.10)."""
    own = operation.get("security")
    listed = own if isinstance(own, list) else resolver.root.get("security")
    return parse_requirements(listed)


def parse_requirements(listed: Any) -> Requirements:  # noqa: ANN401 - any JSON
    """The requirements in a `security` list; without any, one empty requirement, which everybody satisfies."""
    found = [_schemes(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return found or [{}]


def _schemes(item: dict[str, Any]) -> Requirement:
    return {
        name: frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset() for name, scopes in item.items()
    }


def is_tightened(old: Requirements, new: Requirements) -> bool:
    """Whether a client may be shut out: an old requirement satisfies none of the new ones."""
    return not all(any(_satisfies(granted, required) for required in new) for granted in old)


def _satisfies(granted: Requirement, required: Requirement) -> bool:
    return all(name in granted and scopes <= granted[name] for name, scopes in required.items())


def compare_operation_security(graph: Graph, pair: Pair) -> None:
    """Note the schemes and scopes that an operation gained or lost, and whether it became tighter or looser.

    Operations of which the same was edited are one root cause, with the document where they have its requirements.
    """
    old, new = pair.old.get("security"), pair.new.get("security")
    if old == new and graph.same_security:
        return
    names = renamed_schemes(graph)
    defaults = (graph.old.root.get("security"), graph.new.root.get("security"))
    effective = [whole if own is None else own for own, whole in zip((old, new), defaults, strict=True)]
    edits = list(_removed_and_added(effective[0], effective[1], names))
    inherited = old is None and new is None
    pointer = _requirement_pointer(graph, pair)
    before, after = requirements_of(graph.old, pair.old), requirements_of(graph.new, pair.new)
    before = [_rename(names, requirements) for requirements in before]
    is_tighter = is_tightened(before, after)
    scheme = next((name for requirements in (*before, *after) for name in requirements), "")
    site = Site(pointer, f"security {scheme}", "the API") if inherited and scheme else None
    # what another scheme is for an operation that took one already, it is not for one that took none
    decision = _decision(edits, "" if inherited or is_tighter else "not tighter")
    if is_tighter or is_tightened(after, before):
        action = f"api-security-{'tightened' if is_tighter else 'loosened'}"
        left, right = requirement_text(before), requirement_text(after)
        pair.note(action, pointer, (left, right), before=left, after=right, decision=decision, site=site)
    for action, name in edits if old != new else ():
        pair.note(f"api-security-{action}", pointer, name=name, decision=decision)


def _decision(edits: list[tuple[str, str]], meaning: str = "") -> str:
    """What the edits of one set of requirements have in common with equal edits of another; empty without any."""
    return digest("security", meaning, sorted(edits)) if edits else ""


def compare_event_security(graph: Graph, pair: Pair, kind: str) -> None:
    """Note the schemes that a webhook or a callback gained or lost, by which a receiver authenticates the caller."""
    old, new = pair.old.get("security"), pair.new.get("security")
    if old is None and new is None:
        return
    for action, name in _removed_and_added(old, new, renamed_schemes(graph)):
        pair.note(f"{kind}-security-{action}", pair.new.pointer, (pair.selector,), name=name)


def _requirement_pointer(graph: Graph, pair: Pair) -> Pointer:
    """The pointer of the operation's own requirements, or else of the document's; the revision's before the base's."""
    nodes = (pair.new, pair.old, graph.new.root, graph.old.root)
    return next(node.child("security").pointer for node in nodes if node.get("security") is not None)


def renamed_schemes(graph: Graph) -> dict[str, str]:
    """The old and new names of renamed security schemes, which clients do not see: those whose content is unique."""
    old, new = _components(graph)
    if old.keys() == new.keys():
        return {}
    removed = {name: _scheme_digest(node) for name, node in old.items() if name not in new}
    added = {name: _scheme_digest(node) for name, node in new.items() if name not in old}
    counts = Counter((*removed.values(), *added.values()))
    known = {fingerprint: name for name, fingerprint in added.items()}
    # two schemes with one content, an old and a new one: with more, it is unclear which became which
    return {
        name: known[fingerprint]
        for name, fingerprint in removed.items()
        if fingerprint in known and counts[fingerprint] == 2
    }


def _components(graph: Graph) -> tuple[dict[str, Node], ...]:
    """The security schemes of both sides."""
    roots = graph.old.root, graph.new.root
    return tuple(root.child("components").members("securitySchemes") for root in roots)


def _scheme_digest(scheme: Node) -> str:
    rest = {key: value for key, value in scheme.mapping.items() if key not in ("type", "scheme", "in", "name")}
    return digest(_caseless(scheme), strip_annotations(rest))


def _rename(names: Mapping[str, str], requirements: Requirement) -> Requirement:
    return {names.get(name, name): scopes for name, scopes in requirements.items()}


def compare_document_security(graph: Graph) -> Iterator[Pair]:
    """A pair for each scheme or scope that the document's requirements gained or lost."""
    old, new = graph.old.root, graph.new.root
    edits = list(_removed_and_added(old.get("security"), new.get("security"), renamed_schemes(graph)))
    for action, name in edits:
        scheme = name.partition(" and ")[0].partition(":")[0]  # the first of the requirement, or that of a scope
        pair = Pair(old, new, "the API", f"security {scheme}")
        pair.note(f"api-global-security-{action}", ("security",), name=name, decision=_decision(edits))
        yield pair


def requirement_text(requirements: Requirements) -> str:
    """Requirements for a reader: `bearer [read] or apiKey`."""
    return " or ".join(" and ".join(map(_scheme_text, item.items())) or "nothing" for item in requirements)


def _scheme_text(item: tuple[str, frozenset[str]]) -> str:
    name, scopes = item
    return f"{name} [{', '.join(sorted(scopes))}]" if scopes else name


def _removed_and_added(old: Any, new: Any, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    before, after = _scopes_by_schemes(old, names), _scopes_by_schemes(new, {})
    for verb, here, there in (("removed", before, after), ("added", after, before)):
        for name, scopes in here.items():
            if name not in there:
                yield verb, name
            else:
                yield from ((f"scope-{verb}", f"{name}: {scope}") for scope in sorted(scopes - there[name]))


def _scopes_by_schemes(listed: Any, names: Mapping[str, str]) -> Requirement:  # noqa: ANN401 - any JSON
    """The scopes of each requirement by the names of its schemes."""
    renamed = [_rename(names, requirement) for requirement in parse_requirements(listed)]
    return {" and ".join(sorted(schemes)): frozenset().union(*schemes.values()) for schemes in renamed if schemes}


def compare_security_schemes(graph: Graph) -> Iterator[tuple[str, Pair]]:
    """The pair of each security scheme, by the name of the scheme."""
    old, new = _components(graph)
    names = renamed_schemes(graph)
    old = {names.get(name, name): node for name, node in old.items()}
    for name in {**old, **new}:
        before, after = (side.get(name) or Node(None, ()) for side in (old, new))
        scheme = Pair(before, after, f"the security scheme `{name}`", f"security {name}")
        if name in old and name in new:
            _compare_scheme(scheme, graph.old.resolve(before), graph.new.resolve(after))
        else:
            verb, node = one_sided(name, old, new)
            scheme.note(f"api-security-component-{verb}", node.pointer, (name,), name=name)
        yield name, scheme


def _compare_scheme(pair: Pair, old: Node, new: Node) -> None:
    kinds = [
        " ".join(str(node.get(key)) for key in ("type", "scheme", "in", "name") if node.get(key)) for node in (old, new)
    ]
    if _caseless(old) != _caseless(new):
        action = "api-security-component-type-changed"
        pair.note(action, new.pointer, tuple(kinds), before=kinds[0], after=kinds[1])
        return
    _compare_urls(pair, old, new)
    before, after = old.fields("flows"), new.fields("flows")
    for flow in {**before, **after}:
        if flow in before and flow in after:
            _compare_flow(pair, flow, before[flow], after[flow])
        else:
            verb, node = one_sided(flow, before, after)
            pair.note(f"api-security-component-oauth-flow-{verb}", node.pointer, (pair.selector,), name=flow)


def _caseless(scheme: Node) -> tuple[str, ...]:
    """The kind of a scheme; names of HTTP schemes and headers ignore case (RFC 9110, sections 11.1 and 5.1)."""
    kind, where, name = (str(scheme.get(key)) for key in ("type", "in", "name"))
    return kind, str(scheme.get("scheme")).lower(), where, name.lower() if where == "header" else name


def _compare_urls(pair: Pair, old: Node, new: Node, flow: str = "") -> None:
    for key, kind in _URLS.items():
        before, after = old.get(key) or None, new.get(key) or None
        if before != after:
            action = f"api-security-component-{kind}-changed"
            pointer = (*(new if after else old).pointer, key)
            name = f"{flow}.{key}".lstrip(".")
            pair.note(action, pointer, (pair.selector, before, after), name=name, before=before, after=after)


def _compare_flow(pair: Pair, flow: str, old: Node, new: Node) -> None:
    _compare_urls(pair, old, new, flow)
    name = pair.selector.partition(" ")[2]
    before, after = old.members("scopes"), new.members("scopes")
    for scope in {**before, **after}:
        known = after.get(scope) or before[scope]
        if scope not in before or scope not in after:
            verb = "added" if scope in after else "removed"
        elif before[scope].value != after[scope].value:
            verb = "changed"
        else:
            continue
        # operations that ask for the scope are the same decision
        meaning = "" if verb == "added" else "not tighter"
        decision = "" if verb == "changed" else _decision([(f"scope-{verb}", f"{name}: {scope}")], meaning)
        action = f"api-security-component-oauth-scope-{verb}"
        pair.note(action, known.pointer, (pair.selector, flow), name=scope, decision=decision)
