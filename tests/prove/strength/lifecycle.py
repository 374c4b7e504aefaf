"""Edits of a contract under which a claim on what ends, or is gone, is false; no sample has one, so they are made."""

import msgspec

from docgen.model.claim import Claim, DeprecationClaim, RemovalClaim
from docgen.model.project import Project
from tests.prove.projects import with_contract
from tests.prove.strength.edit import Carrier, Edits, Json, at

ENDING = "GET /widgets/{id}"
FIELD = ("components", "schemas", "Widget", "properties")
OPERATION = ("paths", "/widgets/{id}", "get")


def carriers(sample: Project) -> dict[str, Carrier]:
    """A removal and a deprecation in the sample project, whose contract marks the operation as the claim says."""
    (entry,), (pin,) = sample.entries, sample.pins
    assert pin.spec
    document = msgspec.json.decode(msgspec.json.encode(pin.spec.document))
    at(document, OPERATION).update({"deprecated": True, "x-sunset": "2027-03-31"})
    project = with_contract(sample, pin.id, document)
    claims = (
        Claim(removal=RemovalClaim(of=("Widget.weight", "GET /gadgets"))),
        Claim(deprecation=msgspec.convert({"of": ENDING, "sunset": "2027-03-31"}, DeprecationClaim)),
    )
    found = {}
    for claim in claims:
        text = msgspec.structs.replace(entry.text, claims=(claim,))
        alone = msgspec.structs.replace(entry, text=text)
        one = msgspec.structs.replace(project, entries=(alone,))
        found[claim.full_id(entry.slug)] = Carrier(one, pin.id, claim.full_id(entry.slug), alone, claim)
    return found


def of_removal(carrier: Carrier) -> Edits:
    def field(document: Json) -> None:
        at(document, FIELD)["weight"] = {"type": "integer"}

    def operation(document: Json) -> None:
        document["paths"]["/gadgets"] = {"get": {"responses": {"200": {"description": "Gadgets"}}}}

    yield carrier.edited("the field is there", field)
    yield carrier.edited("the operation is there", operation)


def of_deprecation(carrier: Carrier) -> Edits:
    def marked(label: str, *, refuted: bool = True, **marks: Json) -> Edits:
        def change(document: Json) -> None:
            operation = at(document, OPERATION)
            operation.pop("deprecated"), operation.pop("x-sunset")
            operation.update({name.replace("x_", "x-"): value for name, value in marks.items()})

        yield carrier.edited(label, change, refuted=refuted)

    yield from marked("no mark", x_sunset="2027-03-31")
    yield from marked("a mark that says no", deprecated=False, x_sunset="2027-03-31")
    yield from marked("an earlier day", deprecated=True, x_sunset="2027-03-30")
    yield from marked("a later day", deprecated=True, x_sunset="2028-03-31")
    yield from marked("no day", deprecated=True, refuted=False)
    yield carrier.edited("no such operation", lambda document: document["paths"].pop("/widgets/{id}"))
