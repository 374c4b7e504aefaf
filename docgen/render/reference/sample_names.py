"""Sample values by the name of a field: those that the contract shows elsewhere, then those of a table."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from docgen.openapi.examples import survey
from docgen.openapi.spec import Spec
from docgen.openapi.structure import objects

MOMENT: Final = 1769860800
"""A Unix time: that of `2026-01-31T12:00:00Z`."""
_MAX_LENGTH: Final = 100  # characters of an example that is shown elsewhere, too
_PLACEHOLDER: Final = "example-"
_MAX_STEM: Final = 24
_VAGUE: Final = frozenset(("data", "entry", "item", "object", "record", "result", "value"))
"""Names of objects that do not say what they are."""
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")

_TABLE: Final[tuple[tuple[str, tuple[Any, ...]], ...]] = (
    (r"e_?mails?(_address(es)?)?", ("user@example.com",)),
    (r"(phone|mobile|fax|tel|telephone)(_number)?", ("+14155550100",)),
    (r"(image|logo|icon|avatar|picture|photo|thumbnail)(_ur[il])?", ("https://example.com/image.png",)),
    (r"(webhook|callback|notification)_ur[il]", ("https://example.com/webhook",)),
    (r"(url|uri|href|link|website|homepage)s?", ("https://example.com/",)),
    (r"(hostname|host|domain)(_name)?s?", ("example.com",)),
    (r"ip(_?v4)?(_address(es)?)?", ("192.0.2.1",)),
    (r"country(_code)?|nationality", ("US", "USA")),
    (r"currenc(y|ies)(_code)?", ("USD", "usd")),
    (r"language(_code)?|lang", ("en",)),
    (r"locales?", ("en-US", "en_US", "en")),
    (r"time_?zone|tz", ("Europe/London",)),
    (r"(postal|post|zip)_?code|zip", ("94105",)),
    (r"city|town|locality", ("San Francisco",)),
    (r"address(_\w+)?\.state|province|state_code", ("CA",)),
    (r"(address_?)?(line_?1|street(_address)?)|street_?1", ("1 Market Street",)),
    (r"address_?line_?2|line_?2|street_?2", ("Suite 300",)),
    (r"user_?name|login", ("jane-doe", "janedoe")),
    (r"first_name|given_name", ("Jane",)),
    (r"(last|family)_name|surname", ("Doe",)),
    (r"(full|customer|contact|holder|holder_full|owner|shopper)_name|nickname|author", ("Jane Doe",)),
    (r"(company|organi[sz]ation|business|legal|merchant|vendor)(_name)?", ("Example Ltd",)),
    (r"file_?name", ("example.txt",)),
    (r"(mime|content|media)_type", ("text/plain",)),
    (r"colou?r", ("#336699", "336699", "blue")),
    (r"(date_of_birth|birth_?(day|date)|dob)", ("1990-01-31",)),
    (r"(created|updated|modified|expires?|expiry|expiration|deleted|started?|ended|completed|cancell?ed|published|paid)"
     r"(_(at|on|time|date))?|[a-z0-9]+_at|(start|end|begin|due|current)_(time|date)|timestamp|date_time",
     (MOMENT, "2026-01-31T12:00:00Z", "2026-01-31")),
    (r"date", ("2026-01-31",)), (r"day", (15,)),
    (r"(exp(iry|iration)?_)?year", (2030, "2030")),
    (r"(exp(iry|iration)?_)?month", (12, "12")),
    (r"price", (1000,)),
    (r"amount_\w+|(amount|total|subtotal|balance|cost|fee|tax|tip)(_\w*(amount|cents))?", (1000, "10.00", "1000")),
    (r"limit|(page|batch)_?size|per_?page|count|top_?k|max_\w+", (10, "10")),
    (r"page(_number)?|quantity|qty|priority|version_number", (1, "1")),
    (r"(offset|start_?index|skip)", (0, "0")),
    (r"percent(age)?(_\w+)?|discount|tax_rate", (10, "10")),
    (r"width", (1024,)), (r"height", (768,)), (r"duration|timeout|interval|seconds", (60, "60")),
    (r"lat(itude)?", (51.5072, 51, "51.5072")), (r"(lng|lon(gitude)?)", (-0.1276, 0, "-0.1276")),
    (r"account_number", ("000123456789",)), (r"routing_number|sort_code", ("110000000", "108800")),
    (r"iban", ("GB33BUKB20201555555555",)), (r"bic|swift(_code)?", ("DEUTDEFF",)), (r"mcc", ("5734",)),
    (r"([a-z0-9]*card\w*\.|card_)number", ("4242424242424242",)),
    (r"cv[cv](_code)?", ("123",)), (r"last_?4", ("4242",)),
    (r"sha\d*|commit(_sha)?|digest|hash|checksum", ("0123456789abcdef0123456789abcdef01234567",)),
    (r"(branch|ref)(_name)?", ("main",)), (r"[a-z0-9]*version", ("1.0.0",)),
    (r"path", ("/example", "example")), (r"user_agent", ("Mozilla/5.0",)),
    (r"password|passphrase", ("a-long-password",)), (r"status", ("active",)),
    (r"title|subject|headline", ("Example title",)), (r"[a-z0-9]*description|summary", ("An example",)),
    (r"message|comment|notes?|reason|text|content|body|memo", ("An example",)), (r"[a-z0-9]*name", ("Example",)),
    (r"id|number", (123,)),
)  # fmt: skip
_ROWS: Final = tuple((re.compile(rf"(?:.*[._])?(?:{pattern})"), values) for pattern, values in _TABLE)


def snake(name: str) -> str:
    """A name in the one spelling that names are compared in: `createdAt` is `created_at`."""
    return _WORDS.sub("_", name).strip("_").lower()


def values_by_name(spec: Spec, parent: str, name: str) -> Iterator[Any]:
    """Values for the field `name` of the object `parent`, as `snake` gives both; those that fit best come first."""
    shown, stem = spec.cached(_shown), id_stem(parent, name)
    is_id = stem != name or name in spec.cached(_objects)
    qualified = f"{parent}.{name}" if parent else ""
    # a single word, such as `message`, means something else in each object
    keys = (qualified, f"{stem}.id" if is_id else "", name if "_" in name else "")
    for key in keys:
        if key and key in shown:
            yield shown[key]
    is_lower = name in spec.cached(_lowercase)
    for value in _of_table(f"{parent}.{name}"):
        yield value.lower() if is_lower and str(value).isupper() else value
    if is_id:
        yield made_id(stem)
    if name:
        yield f"{_PLACEHOLDER}{name.replace('_', '-')}"


@lru_cache(maxsize=8192)  # objects have the same fields
def _of_table(qualified: str) -> tuple[Any, ...]:
    return tuple(value for pattern, values in _ROWS if pattern.fullmatch(qualified) for value in values)


def id_stem(parent: str, name: str) -> str:
    """The name of the object that an id is of: `customer` for `customer_id`, and for `id` in a customer."""
    return parent if name == "id" else name.removesuffix("_id")


def made_id(stem: str) -> str:
    """An id that is made up, for an object of that name, or of its last word where the name is long."""
    short = stem if len(stem) <= _MAX_STEM else stem.rpartition("_")[2]
    return f"{short}_123" if 0 < len(short) <= _MAX_STEM and short not in _VAGUE else "id_123"


def is_placeholder(value: object) -> bool:
    """Whether a value, or each of a list, only repeats the name of its field, or not even that."""
    if isinstance(value, list):
        return all(map(is_placeholder, value))
    return isinstance(value, str) and (value.startswith(_PLACEHOLDER) or value in ("", "string", "Example"))


def singular(noun: str) -> str:
    """The singular of a regular noun, such as the segment of a path before an id."""
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"(?<=ss|sh|ch|.x)es$", "", re.sub(r"ies$", "y", noun)))


def _objects(spec: Spec) -> frozenset[str]:
    """The names of the components that have an id: a text that is called so is one."""
    named = ((name, spec.resolve(schema).get("properties")) for name, schema in spec.schemas().items())
    having = (name for name, fields in named if isinstance(fields, Mapping) and "id" in fields)
    return frozenset(snake(name.rpartition(".")[2]) for name in having)


def _lowercase(spec: Spec) -> frozenset[str]:
    """The names of which any description says that they are written in lowercase."""
    described = ((part.pointer[-1], part.value.get("description")) for part in objects(spec) if part.kind == "schema")
    return frozenset(snake(str(name)) for name, words in described if isinstance(words, str) and "lowercase" in words)


def _shown(spec: Spec) -> Mapping[str, Any]:
    """The first example of each name, with that of its object before it and alone."""
    found: dict[str, Any] = {}
    for example in survey(spec).examples:
        *_, owner, kind, name = ("", "", *example.schema_pointer)
        if kind == "properties":
            _add(found, snake(str(owner)), snake(str(name)), example.value)
        elif name == "schema":
            carrier = spec.at(example.schema_pointer[:-1])
            component = str(example.schema.get("$ref", "")).rpartition("/")[2]
            _add(found, "", snake(str(carrier.get("name") or component)), example.value)
    return found


def _add(found: dict[str, Any], parent: str, name: str, value: object) -> None:
    """Note a scalar, or those in an object, of which `parent` is not known any more at the third level."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _add(found, name, snake(str(key)), inner)
    elif isinstance(value, list):
        for inner in value[:1]:
            _add(found, parent, singular(name), inner)
    elif name and isinstance(value, str | int | float) and 0 < len(str(value)) < _MAX_LENGTH and value != "string":
        if parent:
            found.setdefault(f"{parent}.{name}", value)
        found.setdefault(name, value)
