"""A request as a sample makes it, whatever its language, and what the operations that it is to are without."""

from typing import Final

from docgen.facts.knowledge.places import Place, unknown_fields
from docgen.facts.knowledge.surface import split_url
from docgen.facts.spans.operations import Request, body_place, operations_of, query_parameters
from docgen.facts.spans.routes import bind_path
from docgen.facts.verdict import Around, Sample, Verdicts, contradicted, unbound
from docgen.wording import choice, did_you_mean

_MOST: Final = 5


def bind_request(request: Request, sample: Sample) -> Verdicts:
    """Each part of a request that is not as the contract has it: its method, its query, its credentials, its body."""
    asked = operations_of(request, sample)
    if not asked:
        if request.method and operations_of(request._replace(method=""), sample):
            found = sample.named("path", split_url(request.url).path)
            yield found, bind_path(split_url(request.url).path, sample, request.method)
        return
    for name in dict.fromkeys(request.query):
        if name not in (known := query_parameters(asked, sample)):
            message = f"`{asked[0][1].name}` of the contract has no query parameter `{name}`"
            yield sample.named("name", name), unbound(message, _one_of(name, known))
    if request.is_basic and (schemes := _schemes(sample)) and "basic" not in schemes:
        message = f"the contract has no authentication with `basic`; it has {choice(sorted(schemes))}"
        shown = next((one for one in ("-u", "--user", "auth", "--auth", "-a") if one in sample.fence.text), "")
        yield sample.found("header", shown), contradicted(message, "send the credentials of the contract")
    yield from bind_body(request.body, body_place(asked), f"the body of `{asked[0][1].name}`", sample)


def bind_body(value: object, place: Place, what: str, sample: Sample) -> Verdicts:
    """Each field of a body that the schemas of its place do not have."""
    for name, inner in unknown_fields(place, value):
        found = sample.named("sample", name)
        yield found, unbound(f"{what} has no field `{name}`", _one_of(name, inner.fields))


def _schemes(around: Around) -> frozenset[str]:
    listed = around.security_schemes()
    return frozenset(str(one.get("scheme") or one.get("name") or one.get("type")).casefold() for one in listed)


def _one_of(name: str, known: "frozenset[str] | tuple[str, ...]") -> str:
    return did_you_mean(name, known, f"it has {choice(sorted(known)[:_MOST], 'and')}" if known else "it has none")
