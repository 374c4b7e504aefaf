"""Events of a contract that describes their payloads as schemas to which nothing refers."""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from docgen.openapi.discriminators import schemas_of
from docgen.openapi.nodes import as_mapping
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
    document = {**spec.document, key: as_mapping(spec.document.get(key)) | events}
    return msgspec.structs.replace(spec, document=document, payload_events=tuple(events))


def _payloads(document: Mapping[str, Any], names: Collection[str]) -> Iterator[str]:
    webhooks = as_mapping(document.get(webhooks_key(document)))
    known = {*webhooks, *map(schema_name, references(webhooks))}
    for name in schemas_of(document):
        if name not in known and any(fnmatchcase(name, pattern) for pattern in names):
            yield name


def _webhook(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": schema_reference(name)}}}
    return {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}
