"""Samples in JSON: their fields as the contract has them, and values that may stand together."""

import json
from collections.abc import Iterator

from docgen.facts.knowledge.places import Place
from docgen.facts.samples.payloads import Shown, misfits
from docgen.facts.samples.requests import bind_body
from docgen.facts.spans.names import named
from docgen.facts.verdict import Found, Sample, Verdicts, bound, unbound
from docgen.wording import did_you_mean


def bind_json(body: str, sample: Sample, shown: Shown | None = None, place: Place | None = None) -> Verdicts:
    """The verdict on each name and value of a JSON sample that the contract has not so; one for all that it has.

    `shown` says what the sample answers, and `place` where it stands in the contract: without them it may be any data.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return  # example-in-docs-invalid says so
    names = list(dict.fromkeys(_names(value)))
    known_names = [*filter(sample.has_field, names)]
    is_own = sample.scope.entry is None and len(known_names) * 2 < len(names)
    if is_own and not (place and place.schemas):
        return  # the reader's own data
    wrong = [*_unknown(value, names, sample)] or [*bind_body(value, place or Place(), "the body", sample)]
    for misfit, verdict in misfits((shown or Shown(None))._replace(value=value), sample):
        wrong.append((sample.found("sample", f'"{misfit}"'), verdict))
    yield from wrong or [
        (Found("sample", sample.fence.start, sample.fence.start + 1, "JSON"), bound("contract: fields"))
    ]


def _unknown(value: object, names: list[str], sample: Sample) -> Verdicts:
    known = [name for one in sample.vocabularies for name in one.fields]
    wrappers = frozenset(_wrappers(value, frozenset(known)))
    for key in names:
        if not named(key, sample) or key in sample.scope.denied or key in wrappers:
            hint = did_you_mean(key, known, "write a field of the contract")
            yield (
                sample.found("sample", f'"{key}"'),
                unbound(f"nothing in the contract has the field `{key}`", hint),
            )


def _wrappers(value: object, fields: frozenset[str]) -> Iterator[str]:
    """The key of an object that has nothing but an object of the API: `{"parcel": {"id": 1, "status": "booked"}}`."""
    if isinstance(value, dict) and len(value) == 1:
        for key, child in value.items():
            inner = child[0] if isinstance(child, list) and child else child
            if key not in fields and isinstance(inner, dict) and len(inner) > 1 and fields.issuperset(inner):
                yield key


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from _names(child)
    elif isinstance(value, list):
        for child in value:
            yield from _names(child)
