"""The baseline of `docgen check`: read the same files, validate the contract and its examples.

Usage: python tests/benchmarks/baseline_check.py PROJECT
"""

import json
import sys
from pathlib import Path
from urllib.parse import quote

import openapi_core  # noqa: F401 - its import is part of what is compared
import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from docgen.model.source import Source
from docgen.model.spec import Spec
from docgen.prove.examples import examples

SPEC = "urn:baseline:spec"


def main(root: Path) -> None:
    """Do what any checker of these files has to do, and nothing else."""
    for pattern in ("changelog/**/*.yaml", "redirects/*.yaml", "docs/**/*.md"):
        for path in root.glob(pattern):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".yaml":
                yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    for path in root.glob("changelog/*/api-spec.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        validate(document)
        resource = DRAFT202012.create_resource(document)
        registry: Registry[object] = Registry().with_resource(SPEC, resource)
        for example in examples(Spec(Source(path.name, ""), document)):
            place = "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in example.schema_pointer)
            OAS31Validator({"$ref": f"{SPEC}#/{quote(place)}"}, registry=registry).validate(example.value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
