"""The contract of a pin as it is published: JSON, byte for byte where the vendor wrote JSON."""

import hashlib
import json
from typing import NamedTuple

from docgen.openapi.caching import once
from docgen.openapi.spec import Spec


class Checksum(NamedTuple):
    """What a download is checked with: its SHA-256 in hexadecimal, its size in bytes."""

    sha256: str
    size: int


@once
def contract_json(spec: Spec) -> bytes:
    """The bytes of the download, in UTF-8; a YAML contract is converted to JSON."""
    if spec.source.path.endswith(".json"):
        return spec.source.data
    return (json.dumps(spec.written, indent=2, ensure_ascii=False, default=str) + "\n").encode()


@once
def checksum(spec: Spec) -> Checksum:
    """The checksum of `contract_json`."""
    content = contract_json(spec)
    return Checksum(hashlib.sha256(content).hexdigest(), len(content))
