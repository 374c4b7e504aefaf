"""Events of a contract that describes their payloads as schemas to which nothing refers."""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from docgen.openapi.inheritance import schemas_of
from docgen.openapi.references import references, schema_name, schema_reference
from docgen.openapi.spec import Spec, webhooks_key


def with_payload_events(spec: Spec, names: Collection[str]) -> Spec:
    """The contract with a webhook for each schema with one of these names, in which `*` stands for any text.

    A schema that a webhook of the contract refers to already gets no second one. `Spec.written` is without them.
    """
    events = {name: _webhook(name) for name in _payloads(spec.document, names)} if names else {}
    if not events:
        return spec
    key = webhooks_key(spec.document)
    document = {**spec.document, key: {**(spec.document.get(key) or {}), **events}}
    return msgspec.structs.replace(spec, document=document, payload_events=tuple(events))


def _payloads(document: Mapping[str, Any], names: Collection[str]) -> Iterator[str]:
    webhooks = document.get(webhooks_key(document))
    known = {schema_name(ref) for ref in references(webhooks)} if webhooks else set()
    for name in schemas_of(document):
        if name not in known and name not in (webhooks or ()) and any(fnmatchcase(name, pattern) for pattern in names):
            yield name


def _webhook(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": schema_reference(name)}}}
    return {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}
