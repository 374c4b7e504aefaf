"""Security requirements, and the security schemes that they name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from docgen.differ.edits import Pair, Site, counterparts
from docgen.differ.graph import Graph
from docgen.differ.keys import digest, strip_annotations
from docgen.openapi.nodes import NamedNodes, Node, as_list
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

Requirement = dict[str, frozenset[str]]
"""The schemes of a security requirement with their scopes."""
Requirements = list[Requirement]
"""Alternative security requirements."""
Edits = list[tuple[str, str]]
"""What was done to requirements, such as `scope-added`, and the name of the scheme or scope."""
_KIND: Final = ("type", "scheme", "in", "name")
_URLS: Final = {
    "openIdConnectUrl": "oauth-url",
    "oauth2MetadataUrl": "oauth-url",
    "authorizationUrl": "oauth-url",
    "deviceAuthorizationUrl": "oauth-url",
    "tokenUrl": "oauth-token-url",
    "refreshUrl": "oauth-refresh-url",
}


def requirements_of(resolver: Resolver, operation: Node, names: Mapping[str, str] = {}) -> Requirements:
    """The requirements of an operation, by default those of the document (OpenAPI 3.1, section 4.8.10)."""
    # an empty list is one, and means that nobody has to authenticate
    own = operation.get("security")
    return _parse(own if isinstance(own, list) else resolver.root.get("security"), names)


def _parse(listed: object, names: Mapping[str, str] = {}) -> Requirements:
    """The requirements in a `security` list; without any, one empty requirement, which everybody satisfies.

    `names` are the new names of schemes by their old ones.
    """
    requirements = []
    for item in as_list(listed):
        if isinstance(item, dict):
            schemes = {names.get(name, name): frozenset(map(str, as_list(scopes))) for name, scopes in item.items()}
            requirements.append(schemes)
    return requirements or [{}]


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
    is_inherited = old is None and new is None
    before = requirements_of(graph.old, pair.old, renamed_schemes(graph))
    after = requirements_of(graph.new, pair.new)
    edits = _removed_and_added(before, after)
    pointer = _requirement_pointer(pair)
    is_tighter = is_tightened(before, after)
    # what another scheme is for an operation that took one already, it is not for one that took none
    decision = _decision(edits, "" if is_inherited or is_tighter else "not tighter")
    if is_tighter or is_tightened(after, before):
        action = "api-security-tightened" if is_tighter else "api-security-loosened"
        texts = requirement_text(before), requirement_text(after)
        site = None
        if is_inherited:
            # of the document's own requirements: the first scheme that they name
            scheme = next(chain.from_iterable((*before, *after)))
            site = Site(pointer, f"security {scheme}", "the API")
        pair.note(action, pointer, texts, before=texts[0], after=texts[1], decision=decision, site=site)
    if old != new:
        for verb, name in edits:
            pair.note(f"api-security-{verb}", pointer, name=name, decision=decision)


def _decision(edits: Edits, meaning: str = "") -> str:
    """What the edits of one set of requirements have in common with equal edits of another; empty without any."""
    return digest("security", meaning, sorted(edits)) if edits else ""


def compare_event_security(graph: Graph, pair: Pair, kind: str) -> None:
    """Note the schemes that a webhook or a callback gained or lost, by which a receiver authenticates the caller."""
    old, new = pair.old.get("security"), pair.new.get("security")
    # most have none, and which schemes were renamed takes a while to say
    if old is None and new is None:
        return
    for verb, name in _removed_and_added(_parse(old, renamed_schemes(graph)), _parse(new)):
        pair.note(f"{kind}-security-{verb}", pair.new.pointer, (pair.selector,), name=name)


def _requirement_pointer(pair: Pair) -> Pointer:
    """The pointer of the operation's own requirements, the revision's before the base's; or else of the document's."""
    for node in (pair.new, pair.old):
        if node.get("security") is not None:
            return (*node.pointer, "security")
    return ("security",)


def compare_document_security(graph: Graph) -> Iterator[Pair]:
    """A pair for each scheme or scope that the document's requirements gained or lost."""
    old, new = graph.old.root, graph.new.root
    before = _parse(old.get("security"), renamed_schemes(graph))
    edits = _removed_and_added(before, _parse(new.get("security")))
    # of a scope, the name begins with its scheme: both belong to the scheme
    for verb, name in edits:
        scheme = name.partition(" and ")[0].partition(":")[0]  # the first of the requirement, or that of a scope
        pair = Pair(old, new, "the API", f"security {scheme}")
        pair.note(f"api-global-security-{verb}", ("security",), name=name, decision=_decision(edits))
        yield pair


def requirement_text(requirements: Requirements) -> str:
    """Requirements for a reader: `bearer [read] or apiKey`."""
    return " or ".join(" and ".join(map(_scheme_text, item.items())) or "nothing" for item in requirements)


def _scheme_text(item: tuple[str, frozenset[str]]) -> str:
    name, scopes = item
    return f"{name} [{', '.join(sorted(scopes))}]" if scopes else name


def _removed_and_added(old: Requirements, new: Requirements) -> Edits:
    before, after = _scopes_by_schemes(old), _scopes_by_schemes(new)
    edits: Edits = []
    for verb, here, there in (("removed", before, after), ("added", after, before)):
        for name, scopes in here.items():
            if name not in there:
                edits.append((verb, name))
            else:
                edits += [(f"scope-{verb}", f"{name}: {scope}") for scope in sorted(scopes - there[name])]
    return edits


def _scopes_by_schemes(requirements: Requirements) -> Requirement:
    """The scopes of each requirement by the names of its schemes."""
    return {" and ".join(sorted(schemes)): frozenset().union(*schemes.values()) for schemes in requirements if schemes}


def renamed_schemes(graph: Graph) -> dict[str, str]:
    """The old and new names of renamed security schemes, which clients do not see: those whose content is unique."""
    old, new = _components(graph.old), _components(graph.new)
    # most contracts rename none, and a digest of each scheme takes a while
    if old.keys() == new.keys():
        return {}
    removed = {name: _scheme_digest(node) for name, node in old.items() if name not in new}
    added = {name: _scheme_digest(node) for name, node in new.items() if name not in old}
    counts = Counter((*removed.values(), *added.values()))
    new_names = {key: name for name, key in added.items()}
    # two schemes with one content, an old and a new one: with more, it is unclear which became which
    return {name: new_names[key] for name, key in removed.items() if key in new_names and counts[key] == 2}


def _components(resolver: Resolver) -> NamedNodes:
    return resolver.root.child("components").members("securitySchemes")


def _scheme_digest(scheme: Node) -> str:
    rest = {key: value for key, value in scheme.mapping.items() if key not in _KIND}
    return digest(_caseless_kind(scheme), strip_annotations(rest))


def compare_security_schemes(graph: Graph) -> Iterator[tuple[str, Pair]]:
    """The pair of each security scheme, by the name of the scheme."""
    names = renamed_schemes(graph)
    old = {names.get(name, name): node for name, node in _components(graph.old).items()}
    for name, verb, node, before in counterparts(old, _components(graph.new)):
        scheme = Pair(before or node, node, f"the security scheme `{name}`", f"security {name}")
        if before:
            _compare_scheme(scheme, *graph.resolved(before, node))
        else:
            scheme.note(f"api-security-component-{verb}", node.pointer, (name,), name=name)
        yield name, scheme


def _compare_scheme(pair: Pair, old: Node, new: Node) -> None:
    # another kind of authentication has other fields: to compare them says nothing
    if _caseless_kind(old) != _caseless_kind(new):
        kinds = _kind(old), _kind(new)
        action = "api-security-component-type-changed"
        pair.note(action, new.pointer, kinds, before=kinds[0], after=kinds[1])
        return
    _compare_urls(pair, old, new)
    for flow, verb, node, before in counterparts(old.fields("flows"), new.fields("flows")):
        if before:
            _compare_urls(pair, before, node, f"{flow}.")
            _compare_scopes(pair, flow, before, node)
        else:
            pair.note(f"api-security-component-oauth-flow-{verb}", node.pointer, (pair.selector,), name=flow)


def _kind(scheme: Node) -> str:
    return " ".join(str(scheme.get(key)) for key in _KIND if scheme.get(key))


def _caseless_kind(scheme: Node) -> tuple[str, ...]:
    """The kind of a scheme; names of HTTP schemes and headers ignore case (RFC 9110, sections 11.1 and 5.1)."""
    kind, auth_scheme, where, name = (str(scheme.get(key)) for key in _KIND)
    return kind, auth_scheme.lower(), where, name.lower() if where == "header" else name


def _compare_urls(pair: Pair, old: Node, new: Node, prefix: str = "") -> None:
    for key, kind in _URLS.items():
        before, after = old.get(key) or None, new.get(key) or None
        if before != after:
            pointer = (*(new if after else old).pointer, key)
            details = (pair.selector, before, after)
            action = f"api-security-component-{kind}-changed"
            pair.note(action, pointer, details, name=f"{prefix}{key}", before=before, after=after)


def _compare_scopes(pair: Pair, flow: str, old: Node, new: Node) -> None:
    scheme = pair.selector.partition(" ")[2]
    for scope, verb, node, before in counterparts(old.members("scopes"), new.members("scopes")):
        decision = ""
        if not before:
            # operations that ask for the scope are the same decision
            meaning = "" if verb == "added" else "not tighter"
            decision = _decision([(f"scope-{verb}", f"{scheme}: {scope}")], meaning)
        elif before.value == node.value:
            continue
        action = f"api-security-component-oauth-scope-{verb}"
        pair.note(action, node.pointer, (pair.selector, flow), name=scope, decision=decision)
