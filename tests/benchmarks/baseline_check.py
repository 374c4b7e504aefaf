"""The baseline of `docgen check`: read the same files, validate the contract and the same examples.

The examples are those of the contract and the HTTP requests in entries and docs, which openapi-core validates.

Usage: python tests/benchmarks/baseline_check.py PROJECT
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from docgen.facts.samples.http_text import SERVER, openapi_request, parse
from docgen.openapi.examples import examples
from docgen.openapi.pointers import json_pointer
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

SPEC = "urn:baseline:spec"
FENCE = re.compile(r"^( *)```http\n(.*?)^ *```$", re.M | re.S)


def texts(root: Path) -> Iterator[str]:
    """The files that a checker reads, each YAML file parsed once."""
    for pattern in ("changelog/**/*.yaml", "redirects/*.yaml", "docs/**/*.md"):
        for path in root.glob(pattern):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".yaml":
                yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
            yield text


def validate_examples(document: dict[str, Any]) -> None:
    """Hold every example of the contract against its schema."""
    registry: Registry[Any] = Registry().with_resource(SPEC, DRAFT202012.create_resource(document))
    for example in examples(Spec(Source("api-spec.json", ""), document)):
        place = json_pointer(example.schema.pointer)
        OAS31Validator({"$ref": f"{SPEC}#{quote(place)}"}, registry=registry).validate(example.value)


def validate_requests(document: dict[str, Any], texts: list[str]) -> int:
    """Hold every request in the texts against the contract; the number of them."""
    local: Any = {**document, "servers": [{"url": SERVER}]}
    core = OpenAPI.from_dict(local, config=Config(spec_validator_cls=None))  # type: ignore[arg-type] # as docgen does
    count = 0
    for text in texts:
        for indent, fence in FENCE.findall(text):
            message = parse(re.sub(f"^{indent}", "", fence, flags=re.M).rstrip("\n"))
            if message and message.method:
                count += 1
                try:
                    segments = message.target.partition("?")[0].count("/")
                    core.validate_request(openapi_request(message, segments, message.body.decode()))
                except OpenAPIError:
                    continue  # requests to redirected paths are shown too, and are no part of the contract
    return count


def main(root: Path) -> None:
    """Do what any checker of these files has to do, and nothing else."""
    read = list(texts(root))
    for path in root.glob("changelog/*/api-spec.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        validate(document)
        validate_examples(document)
        print(validate_requests(document, read), "requests in docs and entries")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
