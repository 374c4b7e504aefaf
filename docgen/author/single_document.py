"""A contract of several files as one document, since a pin has its contract in one file."""

import json

import yaml

from docgen.openapi.spec import Spec
from docgen.positions.source import Source, format_of


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # the C dumper is optional
    """A YAML dumper without aliases: a value that is used twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def single_document(spec: Spec, path: str) -> Source:
    """The text of a contract with all its parts, in the format of the file name."""
    if format_of(path, "") == "json":
        return Source(path, json.dumps(spec.document, indent=2, ensure_ascii=False) + "\n")
    return Source(path, yaml.dump(spec.document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120))
