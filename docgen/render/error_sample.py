"""A sample of the error envelope for a code of which the contract has no example."""

from collections.abc import Sequence
from typing import Any

from docgen.openapi.examples import field
from docgen.openapi.resolver import Resolver
from docgen.render.publication import Publication
from docgen.render.reference.sample import sample


def envelope_with_code(publication: Publication, code: str) -> Any:  # noqa: ANN401 - any JSON
    """The envelope with the code and the plain fields beside it; None where the contract does not show where it is."""
    config, spec = publication.project.config.errors, publication.spec
    if not (config and config.code and spec):
        return None
    resolver = Resolver(spec)
    envelope = sample(resolver, resolver.schema(config.envelope), "response")
    return _with_code(envelope, config.code.split("."), code) if field(envelope, config.code) is not None else None


def _with_code(value: Any, path: Sequence[str], code: str) -> Any:  # noqa: ANN401 - any JSON
    if not path:
        return int(code) if isinstance(value, int) and code.isdigit() else code
    plain = {name: inner for name, inner in value.items() if name == path[0] or not isinstance(inner, dict | list)}
    return {**plain, path[0]: _with_code(value[path[0]], path[1:], code)}
