"""The contract of a pin as it is published: JSON, byte for byte where the vendor wrote JSON."""

import json

from docgen.model.spec import Spec


def published(spec: Spec) -> str:
    """The text of the download; a contract that is kept as YAML is written as JSON."""
    if spec.source.path.endswith(".json"):
        return spec.source.text
    return json.dumps(spec.document, indent=2, ensure_ascii=False, default=str) + "\n"
