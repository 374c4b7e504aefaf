"""Every text of the models is read for its facts, or is a name, an address or a date that a check reads as such."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import inspect

from docgen.facts.texts.passages import PROSE, authored_prose
from docgen.model import claim, entry, error_page, fact, pin, redirect

READ: Final = (entry.EntryText, pin.PinText, redirect.RuleFile, error_page.ErrorText)
NO_PROSE: Final[Mapping[type, Mapping[str, str]]] = {
    entry.EntryText: {"areas": "labels, which filter a list", "covers": "selectors: unknown-name reads them"},
    entry.Correction: {"before": "what the text said before, which need not be right"},
    claim.EventsClaim: {
        "exactly": "events: the proof reads them",
        "planned": "events: the proof reads them",
        "for_": "a label, which texts are held against",
        "after_status": "events and statuses: the proof reads them",
        "at": "a selector: the proof reads it",
    },
    claim.EnumClaim: {
        "at": "a selector: the proof reads it",
        "wire": "values: the proof reads them",
        "reserved": "values: the proof reads them",
        "never": "values: the proof reads them",
    },
    claim.FieldsClaim: {
        "at": "a selector: the proof reads it",
        "exactly": "fields: the proof reads them",
        "required": "fields: the proof reads them",
        "absent": "fields: the proof reads them",
        "has": "fields: the proof reads them",
    },
    claim.ResponseClaim: {
        "operation": "a selector: the proof reads it",
        "error": "an error code: the proof reads it",
        "schema": "a schema: the proof reads it",
        "cause": "words that a page must have: the proof reads them",
    },
    claim.HeaderClaim: {"in_": "selectors: the proof reads them"},
    claim.AttestedClaim: {
        "at": "a selector: the proof reads it",
        "columns": "the heads of a table",
        "owner": "a team",
        "evidence": "a document outside of the project, with its own dates",
    },
    claim.RemovalClaim: {"of": "selectors: the proof reads them"},
    claim.DeprecationClaim: {
        "of": "a selector: the proof reads it",
        "successor": "a selector: the proof reads it",
    },
    pin.Attestation: {"owner": "a team", "evidence": "a document outside of the project, with its own dates"},
    pin.PinText: {"label": "the name of the pin, which texts are held against"},
    pin.Versioning: {"name": "a header or parameter: the proof reads it"},
    pin.Wildcard: {"value": "the value itself"},
    pin.DocUrl: {"environment": "the name of an environment"},
    redirect.ErrorAnswer: {"error": "an error code: a check reads it"},
    redirect.RuleText: {"version": "a pin: loading reads it"},
    error_page.ErrorText: {
        "code": "the code that the page is of: a check reads it",
        "aliases": "codes: a check reads them",
        "successor": "a code: a check reads it",
        "pin": "a pin: loading reads it",
    },
    fact.Unchecked: {"text": "what a text says, and a check looks for", "because": "no page shows it"},
}
"""The texts that are not read, and what they are instead."""


def texts(model: type) -> Iterator[tuple[type, str]]:
    """Each field of a model and its parts that can hold any text: a text without a pattern."""
    seen: set[type] = set()
    waiting = [model]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        kind = inspect.type_info(one)
        assert isinstance(kind, inspect.StructType)
        for field in kind.fields:
            for part in parts(field.type):
                if isinstance(part, inspect.StructType):
                    waiting.append(part.cls)
                elif isinstance(part, inspect.StrType) and part.pattern is None:
                    yield one, field.name


def parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    """A type, or those that it is made of."""
    if isinstance(kind, inspect.Metadata):
        yield from parts(kind.type)
    elif isinstance(kind, inspect.UnionType):
        yield from (part for one in kind.types for part in parts(one))
    elif isinstance(kind, inspect.VarTupleType):
        yield from parts(kind.item_type)
    elif isinstance(kind, inspect.DictType):
        yield from parts(kind.value_type)
    else:
        yield kind


def test_every_text_of_the_models_is_read_or_is_no_prose() -> None:
    found = {one for model in READ for one in texts(model)}
    read = {(model, field) for model, fields in PROSE.items() for field in fields}
    listed = {(model, field) for model, fields in NO_PROSE.items() for field in fields}
    assert read | listed == found
    assert not read & listed
    assert all(reason for fields in NO_PROSE.values() for reason in fields.values())


def test_a_new_text_field_would_be_found() -> None:
    changed = msgspec.defstruct("Changed", [("remark", str | None, None), ("action", entry.Action | None, None)])
    assert {field for _, field in texts(changed)} == {"remark", "steps"}


def test_each_text_stands_under_its_pointer() -> None:
    text = redirect.RuleText(id="a", host="b.c", from_="/d", to="/e", note="It redirects.")
    assert [(pointer, words) for pointer, words, _ in authored_prose(text, ("rules", 0))] == [
        (("rules", 0, "note"), "It redirects.")
    ]
    rule = pin.Policy(
        notice_days=90,
        breaking=pin.Attestation(
            text="One.", owner="a", evidence="b", review_by=msgspec.convert("2027-01-01", pin.date)
        ),
        additions=pin.Attestation(
            text="Two.", owner="a", evidence="b", review_by=msgspec.convert("2027-01-01", pin.date)
        ),
    )
    assert list(authored_prose(rule)) == [
        (("breaking", "text"), "One.", True),
        (("additions", "text"), "Two.", True),
    ]
