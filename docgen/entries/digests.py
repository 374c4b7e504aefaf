"""Digests of content: line endings, comments, the order of keys and the format (JSON or YAML) do not matter."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec

_SCALARS: Final = (
    ("tag:yaml.org,2002:null", r"(?:~|null|Null|NULL|)\Z", ("~", "n", "N", "")),
    ("tag:yaml.org,2002:bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", tuple("tTfF")),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)\Z", tuple("-0123456789")),
    (
        "tag:yaml.org,2002:float",
        r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z",
        tuple("-0123456789"),
    ),
)


OPEN: Final = ("unchecked", "spec", "deprecated", "retired")
"""Keys of an entry or a pin that change without a correction."""
_SILENT: Final = (*OPEN, "corrections", "frozen")


class _Loader(yaml.CSafeLoader):
    """Reads only the scalars of JSON, so that `no`, `010` and `2026-05-15` are texts on every machine."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def published_content(text: str) -> Any:  # noqa: ANN401 - a text holds any JSON
    """The content of the YAML of an entry or a pin, without what may change after publication."""
    content = parsed(text)
    if not isinstance(content, dict):
        return content
    return {key: value for key, value in content.items() if key not in _SILENT}


def entry_digest(text: str) -> str:
    """The digest of what an entry or a pin says, the same for two texts with the same content."""
    return _digest(published_content(text))


def contract_digest(spec: Spec) -> str:
    """The digest of a contract as it was loaded, including its parts in other files."""
    return _digest(spec.written)


def frozen_digests(pin: Pin, entries: Iterable[Entry]) -> dict[str, str]:
    """The digests that freeze a pin, by the path from its folder: its contract, and each of its entries."""
    digests = {}
    for entry in entries:
        if entry.pin == pin.id:
            digests[entry.source.path.rpartition("/")[2]] = entry_digest(entry.source.text)
    if pin.spec:
        digests[pin.text.spec.file] = contract_digest(pin.spec)
    return dict(sorted(digests.items()))


def _digest(content: object) -> str:
    """The SHA-256 of any JSON, as 64 hexadecimal digits."""
    canonical = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def parsed(text: str) -> Any:  # noqa: ANN401 - a text holds any JSON
    """The content of a JSON or YAML text; its lines where it is neither."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    # JSON first: a contract is large, and YAML is slow
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return _with_text_keys(yaml.load(text, Loader=_Loader))  # noqa: S506 - derives from the safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        return text.splitlines()


def _with_text_keys(node: Any) -> Any:  # noqa: ANN401 - walks any YAML
    """The same tree with every key as JSON text, since YAML allows any type."""
    if isinstance(node, list):
        return list(map(_with_text_keys, node))
    if not isinstance(node, Mapping):
        return node
    return {key if isinstance(key, str) else json.dumps(key): _with_text_keys(value) for key, value in node.items()}
