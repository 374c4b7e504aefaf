"""Edits of webhooks and their payloads under which a claim on events is false."""

import copy

from docgen.claims.payloads import payload
from tests.prove.strength.edit import Carrier, Edit, Edits, Json, at, drop, put, rename
from tests.prove.strength.schemas import OTHER

Pointer = tuple[str | int, ...]


def of_events(carrier: Carrier) -> Edits:
    claim = carrier.claim and carrier.claim.events
    assert claim
    if claim.exactly is not None:
        yield from _exactly(carrier, claim.exactly)
    for event in claim.planned or ():
        yield from _planned(carrier, event)
    for event, status in (claim.after_status or {}).items():
        yield from _after(carrier, event, status)


def _exactly(carrier: Carrier, events: tuple[str, ...]) -> Edits:
    for event in events:
        place = ("webhooks", event)
        yield carrier.edited(f"no {event}", lambda document, p=place: drop(document, p))
        yield carrier.edited(f"{event} renamed", lambda document, p=place: _rename(document, p))
        yield carrier.edited(f"{event} without operation", lambda d, p=place: put(d, p, {}), refuted=False)
    yield carrier.edited("another event", lambda d: d["webhooks"].update({OTHER: d["webhooks"][events[0]]}))
    yield carrier.edited("no webhooks", lambda document: document.pop("webhooks"))


def _rename(document: Json, place: Pointer) -> None:
    """Give an event another key and, where its payload has a constant for its name, another constant."""
    rename(document, place, OTHER)
    for schema in document["components"]["schemas"].values():
        for node in schema.get("properties", {}).values():
            if node.get("enum") == [place[-1]]:
                node["enum"] = [OTHER]


def _planned(carrier: Carrier, event: str) -> Edits:
    fires = carrier.contract.events[0]
    lists: dict[str, Json] = {
        "an enum": {"enum": [fires, event]},
        "constants": {"oneOf": [{"const": fires}, {"const": event}]},
        "an enum in a union": {"anyOf": [{"enum": [fires]}, {"enum": [event]}]},
    }
    yield carrier.edited(f"{event} as a webhook", lambda d: d["webhooks"].update({event: d["webhooks"][fires]}))
    for label, schema in lists.items():
        yield carrier.edited(f"{event} in {label}", lambda d, s=schema: d["components"]["schemas"].update({OTHER: s}))
    operation = carrier.contract.operations[0].pointer
    yield carrier.edited(f"{event} as a callback", lambda d: put(d, (*operation, "callbacks"), {event: {}}))


def _after(carrier: Carrier, event: str, status: str) -> Edits:
    field = ("status",) if "status" in payload(carrier.contract, event).fields else ("data", "status")
    examples = _Examples(carrier, event)
    for label, value in (("another", OTHER), ("null", None)):
        changed = [_with_status(one, field, value, status) for one in examples.values]
        yield examples.replaced(f"{label} as the status", changed)
    other = [_with_status(one, field, OTHER, status) for one in examples.values]
    yield examples.replaced("a second example", [*examples.values, *other])
    yield examples.replaced("no example", [], refuted=False)
    without = copy.deepcopy(examples.values)
    for one in without:
        drop(one, field)
    yield examples.replaced("no status", without, refuted=False)
    for name in [name for name in carrier.contract.events if name != event][:1]:
        yield examples.replaced(f"of {name}", [{**one, "type": name} for one in examples.values], refuted=False)
    for place in examples.media:
        schema = at(carrier.contract.spec.document, (*place, "schema"))
        narrowed = {"allOf": [schema, _payload_with(field, {"const": OTHER})]}
        for label, new in (("of another type", narrowed), ("of any type", {})):
            yield carrier.edited(f"{event} {label}", lambda d, p=place, s=new: put(d, (*p, "schema"), s), refuted=False)


def _with_status(example: Json, field: Pointer, value: object, elsewhere: str) -> Json:
    """The example with another status, and the old one as a text elsewhere, which does not count."""
    changed = {**copy.deepcopy(example), "prompt": elsewhere}
    put(changed, field, value)
    return changed


class _Examples:
    """The examples of an event, and the contract with others."""

    def __init__(self, carrier: Carrier, event: str) -> None:
        spec = carrier.contract.spec
        content = ("webhooks", event, "post", "requestBody", "content")
        self.media: list[Pointer] = [(*content, name) for name in at(spec.document, content)]
        self.values = [value for place in self.media for _, value in spec.examples(at(spec.document, place))]
        self._carrier, self._event = carrier, event

    def replaced(self, label: str, values: list[Json], *, refuted: bool = True) -> Edit:
        def change(document: Json) -> None:
            for place in self.media:
                at(document, place).pop("example", None)
                at(document, place)["examples"] = {f"e{index}": {"value": one} for index, one in enumerate(values)}

        return self._carrier.edited(f"{self._event}: {label}", change, refuted=refuted)


def _payload_with(field: Pointer, schema: Json) -> Json:
    for key in reversed(field):
        schema = {"properties": {key: schema}}
    return schema
