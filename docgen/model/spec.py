"""An OpenAPI document: the contract of a pin."""

from collections.abc import Mapping
from typing import Any

import msgspec

from docgen.model.source import Source


class Spec(msgspec.Struct, frozen=True):
    """A parsed OpenAPI 3.x document with its source, for positions; `document` is never changed."""

    source: Source
    document: Mapping[str, Any]
