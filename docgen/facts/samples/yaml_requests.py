"""Requests as a mapping in YAML describes them: an address with a method, headers, a query or a body beside it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import yaml

from docgen.facts.spans.operations import Request, Sent

_ADDRESSES: Final = ("url", "uri", "endpoint")
_QUERY: Final = ("params", "query", "query_params")
_BODY: Final = ("json", "body", "data", "payload")
_METHODS: Final = re.compile(r"[A-Za-z]{3,7}")


def yaml_requests(text: str) -> Iterator[Sent]:
    """The request of each mapping with an address; none of what is no YAML."""
    try:
        # BaseLoader: what is written as 2026-05-15 or 010 stays text
        documents = [*yaml.load_all(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))]
    except (yaml.YAMLError, RecursionError):
        return
    for document in documents:
        yield from _below(document)


def _below(value: object) -> Iterator[Sent]:
    if isinstance(value, Mapping):
        keys = {str(key).casefold(): child for key, child in value.items()}
        url = next((keys[key] for key in _ADDRESSES if isinstance(keys.get(key), str)), "")
        if url:
            yield Sent(_request(url, keys), tuple(_pairs(keys.get("headers"))))
    for child in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _below(child)


def _request(url: str, keys: Mapping[str, object]) -> Request:
    method, body = keys.get("method"), next((keys[key] for key in _BODY if isinstance(keys.get(key), dict)), None)
    query = tuple(name for key in _QUERY for name, _ in _pairs(keys.get(key)))
    return Request(method.upper() if isinstance(method, str) and _METHODS.fullmatch(method) else "", url, query, body)


def _pairs(value: object) -> list[tuple[str, str]]:
    return [(str(name), str(one)) for name, one in value.items()] if isinstance(value, Mapping) else []
