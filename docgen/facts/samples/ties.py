"""What samples are tied to: an operation of the contract, as requests and responses, or a schema."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec

from docgen.facts.samples.http_text import Message, parse, url_of
from docgen.facts.samples.json_text import has_comment, is_like_json, read_json
from docgen.facts.samples.programs import program_requests
from docgen.facts.samples.shell import SHELLS, BrokenCommandError, shell_requests
from docgen.facts.spans.routes import Asked, answer_place, operations_of
from docgen.facts.verdict import Sample
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.discriminators import selections
from docgen.openapi.object_shape import object_shape
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.positions.json import loads
from docgen.wording import did_you_mean

JSON: Final = ("json", "jsonc", "json5")
DATA: Final = (*JSON, "http", "yaml", "yml", "toml", "xml", "html", "css", "diff")
"""The languages of what makes no request itself."""
_RESPONSE: Final = re.compile(r"(?<=\S)[ \t]*+\n(?:[ \t]*+\n)++(?=HTTP/[0-9.]+ [1-5]\d\d\b)")
_HAS_HEADERS: Final = re.compile(r"[^\n]*+(?:\n[\w-]++:[^\n]*+)++(?:\n[ \t]*+\n|\s*+\Z)")
_SCHEMA: Final = re.compile(r"[^\n]*?\bschema=[\"']?([\w.-]+)")
_FORM_FIELD: Final = re.compile(r"(?:^|&)([\w.-]+)(?:\[[^=&\[\]]*+\])*+=")
_LABEL: Final = 8
"""The most words of a label: a program under one is the same request in another language, by a library."""
_FEWEST: Final = 4
"""Keys that an object without an identifying value must share: `id`, `name` and `type` are in objects of any API."""


class Tied(NamedTuple):
    """A message or a JSON value as a sample shows it, and what it is tied to, if to anything.

    `shown` is how the text has it. A response has the `request` that it answers, with the operations that are `asked`;
    a value has `schemas`, of which one is to match, by their names or, where it `is_alike`, by its keys. Of what
    `is_partial`, only what is there counts. A `problem` says why a sample cannot be read.
    """

    shown: str
    message: Message
    asked: Asked = ()
    value: Any = None
    request: Message | None = None
    schemas: tuple[str, ...] = ()
    is_alike: bool = False
    is_partial: bool = False
    problem: str = ""


_NOTHING: Final = Message("", "", 0, {}, b"")


def tied(samples: Iterable[Sample]) -> Iterator[tuple[Sample, list[Tied]]]:
    """Each sample of a text, in their order, with what it shows."""
    request, end = None, 0
    for sample in map(_as_shown, samples):
        language = sample.fence.language
        between = sample.text[end : sample.fence.start]
        if language == "http":
            shown = [*_http(sample, request)]
        elif language in JSON:
            shown = [_json(sample, request)]
        else:
            shown = [*_requests(sample)]
        yield sample, shown
        # the tabs of one request are told apart by a word or two, and may have no address of their own
        is_tab = language not in DATA and len(between.split()) <= _LABEL
        before = request if is_tab else None
        request, end = next((tie for tie in reversed(shown) if tie.message.method), before), sample.fence.end


def _as_shown(sample: Sample) -> Sample:
    """A sample in the language that it is in: a request in a fence of JSON or of text is HTTP.

    Without a header, it may be one of a list of endpoints.
    """
    if parse(sample.fence.text) is None or not _HAS_HEADERS.match(sample.fence.text):
        return sample
    return msgspec.structs.replace(sample, fence=sample.fence._replace(language="http"))


def _http(sample: Sample, request: Tied | None) -> Iterator[Tied]:
    for part in _RESPONSE.split(sample.fence.text.rstrip("\n")):
        message, first = parse(part), part.partition("\n")[0]
        if message is None:
            yield Tied(first, _NOTHING, problem="the example has neither a request line nor a status line")
        elif message.method:
            request = _sent(first, message, sample)
            yield request
        else:
            value, is_partial = _body(message)
            tie = Tied(first, message, value=value, is_partial=is_partial)
            yield tie._replace(asked=request.asked, request=request.message) if request else tie


def _requests(sample: Sample) -> Iterator[Tied]:
    """The requests of a command or a program."""
    language, code = sample.fence.language, sample.fence.text
    # what only shows data makes no request
    if language in DATA:
        return
    read = shell_requests if language in SHELLS else program_requests
    try:
        for url, message in read(code):
            yield _sent(url, message, sample)
    except BrokenCommandError as error:
        yield Tied(code.partition("\n")[0], _NOTHING, problem=str(error))


def _sent(shown: str, message: Message, sample: Sample) -> Tied:
    asked, (value, is_partial) = asked_by(message, sample), _body(message)
    body = message.body.decode().strip()
    # what is sent can leave something out, but has no comments
    is_broken = body[:1] + body[-1:] in ("{}", "[]") and (value is None or has_comment(body))
    problem = "the body of the request is not valid JSON" if is_broken else ""
    return Tied(shown, message, asked, value, is_partial=is_partial, problem=problem)


def asked_by(message: Message, sample: Sample) -> Asked:
    """The operations that a request is to.

    A path of one word with any base, as commands and programs have it, is nobody's in particular.
    """
    is_of_any = sample.fence.language != "http" and "Host" not in message.headers
    if is_of_any and "/" not in message.target.partition("?")[0].strip("/"):
        return ()
    return operations_of(message.method, url_of(message), sample)


def _body(message: Message) -> tuple[Any, bool]:
    """The value of a body: of a form, its fields without their values; None where it is in a file or a variable."""
    text = message.body.decode()
    if text[:1] in ("", "@", "$"):
        return None, False
    try:
        return read_json(text)
    except (ValueError, RecursionError):
        is_form = not text.startswith(("{", "["))
        return dict.fromkeys(_FORM_FIELD.findall(text) if is_form else (), "…") or None, False


def _json(sample: Sample, request: Tied | None) -> Tied:
    code, is_json = sample.fence.text, sample.fence.language == "json"
    name, shown = _SCHEMA.match(sample.text, sample.fence.start), Tied(code, _NOTHING)
    try:
        value, is_partial = (loads(code), False) if is_json and sample.is_strict else read_json(code)
    except (ValueError, RecursionError) as error:
        is_meant = is_json and (sample.is_strict or is_like_json(code))
        return shown._replace(problem=f"the example is not valid JSON: {error}" if is_meant else "")
    shown = shown._replace(value=value, is_partial=is_partial or not (name or sample.is_strict))
    spec = sample.contracts[0].spec if sample.contracts else None
    if name and spec and name[1] not in spec.schemas():
        hint = did_you_mean(name[1], spec.schemas(), "name a component schema")
        return shown._replace(problem=f"the contract has no schema `{name[1]}`: {hint}")
    if name:
        return shown._replace(schemas=(name[1],))
    if request and (status := _answered(value, request)):
        message = _NOTHING._replace(status=status)
        return shown._replace(message=message, asked=request.asked, request=request.message)
    return shown._replace(schemas=alike_schemas(value, spec) if spec else (), is_alike=True)


def _answered(value: object, request: Tied) -> int:
    """The status of the success that a value shows after a request; 0 where it is an error, an event or another body.

    Most of its keys must be those of the response.
    """
    listed = value[0] if isinstance(value, list) and value else value
    if not isinstance(listed, Mapping):
        return 0
    shared = {}
    for key in sorted({*chain.from_iterable(operation.responses for _, operation in request.asked)}):
        if key.isdigit():
            place = answer_place(request.asked, int(key))
            fields = place.fields if listed is value else place.items().fields
            shared[int(key)] = len(listed.keys() & fields)
    # an error or an event after a request shares few keys with what the request is answered with
    best = max(shared, key=shared.__getitem__, default=0)
    if best // 100 == 2 and shared[best] * 2 > len(listed):
        return best
    return 0


def alike_schemas(value: object, spec: Spec) -> tuple[str, ...]:
    """The component schemas that a value can only be meant to match: it has what identifies them, or nearly all.

    A value that a schema fixes for a key identifies it where most of the keys are the schema's. Without one, all keys
    but one must be, and all of its required ones but one.
    """
    if not isinstance(value, Mapping):
        return ()
    alike = defaultdict[int, list[str]](list)
    for name, fields, required, constants in spec.cached(_schemas):
        count = len(value.keys() & fields)
        is_nearly = count >= max(_FEWEST, len(value) - 1) and len(required - value.keys()) <= 1
        is_fixed = count * 2 > len(value) and any(value.get(key) == constant for key, constant in constants)
        if is_nearly or is_fixed:
            alike[count].append(name)
    return tuple(alike[max(alike, default=0)])


def _schemas(spec: Spec) -> list[tuple[str, frozenset[str], frozenset[str], list[tuple[str, str]]]]:
    """Each component schema with its fields, the required ones, and those of which it allows one value."""
    resolver, constants, shapes = Resolver(spec), defaultdict[str, list[tuple[str, str]]](list), []
    for reference, selecting, value in selections(spec.schemas().values()):
        constants[reference.rpartition("/")[2]].append((selecting, value))
    for name, node in resolver.schemas().items():
        shape = object_shape(resolver, node)
        for field, pointer in shape.properties.items():
            values = allowed_values(resolver, spec.node(pointer)) or ()
            if len(values) == 1:
                constants[name].append((field, *values))
        shapes.append((name, frozenset(shape.properties), shape.required, constants[name]))
    return shapes
