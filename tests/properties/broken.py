"""Differs with one fault each, around the real one: what each law is there to catch."""

import json
from collections.abc import Callable

import msgspec

from docgen.differ import diff
from docgen.model.change import Change, Effect
from docgen.openapi.spec import Spec

INVENTED = Change(
    id="request-property-enum-value-removed",
    level="breaking",
    polarity="request",
    selector="Item.kind",
    pointer="/components/schemas/Item/properties/kind",
    sites=(),
    effects=(Effect("request-property-enum-value-removed", "breaking", "request", ("GET /items",)),),
    operations=("GET /items",),
    events=(),
    text="",
    fingerprint="invented",
)


def silent(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It never finds anything."""
    return ()


def restless(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It always finds something."""
    return (INVENTED, *diff(base, revision))


def twice(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It lists each edit once a site."""
    return tuple(change for change in (INVENTED, *diff(base, revision)) for _ in range(2))


def literal(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It looks at the order in which things are written."""
    same = json.dumps(base.document) == json.dumps(revision.document)
    return diff(base, revision) if same else (INVENTED, *diff(base, revision))


def first_come(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """What it finds depends on what stands first."""
    return (INVENTED,) if next(iter(base.document)) == "openapi" else ()


def by_reference(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It takes a reference and what it leads to for two things."""
    counts = [json.dumps(spec.document).count('"$ref"') for spec in (base, revision)]
    return diff(base, revision) if counts[0] == counts[1] else (INVENTED, *diff(base, revision))


def by_text(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It looks at the text that it was read from."""
    same = base.source.path == revision.source.path
    return diff(base, revision) if same else (INVENTED, *diff(base, revision))


def by_identity(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It takes one object in both documents for something that only one of them has."""
    schemas, others = base.schemas(), revision.schemas()
    shared = any(schemas[name] is others.get(name) for name in schemas)
    return (INVENTED, *diff(base, revision)) if shared else diff(base, revision)


def one_way(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It finds what is longer than before, but not what is shorter."""
    longer = len(json.dumps(base.document)) < len(json.dumps(revision.document))
    return (INVENTED,) if longer else ()


def elsewhere(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It finds the right number of changes at the wrong places."""
    moved = "/paths/~1nowhere/get"
    return tuple(msgspec.structs.replace(change, pointer=moved, sites=(moved,)) for change in restless(base, revision))


def misnaming(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It takes what is sent for what is received."""
    turned = {"request": "response", "response": "request"}
    return tuple(
        msgspec.structs.replace(
            change,
            effects=tuple(
                msgspec.structs.replace(effect, polarity=turned.get(effect.polarity, effect.polarity))
                for effect in change.effects
            ),
        )
        for change in diff(base, revision)
    )


def alarmist(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It calls every difference breaking."""
    return () if base.document == revision.document else (INVENTED,)


def cautious(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """It calls nothing worse than a warning."""
    effects = (msgspec.structs.replace(INVENTED.effects[0], level="warning"),)
    return (msgspec.structs.replace(INVENTED, level="warning", effects=effects),)


def mislevelled(base: Spec, revision: Spec) -> tuple[Change, ...]:
    """Its changes are not as bad as their worst effect."""
    return tuple(msgspec.structs.replace(change, level="info") for change in restless(base, revision))


DIFFERS: dict[str, Callable[[Spec, Spec], tuple[Change, ...]]] = {
    each.__name__: each
    for each in (
        silent, restless, twice, literal, first_come, by_reference, by_text, one_way, elsewhere, alarmist, mislevelled,
        cautious, by_identity, misnaming,
    )
}  # fmt: skip
