"""A contract of several files as one document: a pin keeps its contract in one file, beside its entries."""

import json

import yaml

from docgen.openapi.spec import Spec
from docgen.positions.source import Source, format_of


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # the C dumper is optional
    """What stands twice is written twice: an alias is for files that a person writes."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def whole(spec: Spec, path: str) -> Source:
    """The text of a contract with all its parts, for a file whose name says the format."""
    if format_of(path, "") == "json":
        return Source(path, json.dumps(spec.document, indent=2, ensure_ascii=False) + "\n")
    return Source(path, yaml.dump(spec.document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120))
