"""What docgen can do with a claim: a module for each kind, with its proof, its words and what it announces."""

from collections.abc import Mapping
from typing import Any, Final

from docgen.claims import (
    attested,
    deprecation,
    enum,
    events,
    fields,
    header,
    notice,
    redirect,
    removal,
    response,
    url,
)
from docgen.claims.kind import Kind

KINDS: Final[Mapping[str, Kind[Any]]] = {
    "events": events.KIND,
    "enum": enum.KIND,
    "fields": fields.KIND,
    "response": response.KIND,
    "header": header.KIND,
    "redirect": redirect.KIND,
    "notice": notice.KIND,
    "url": url.KIND,
    "attested": attested.KIND,
    "removal": removal.KIND,
    "deprecation": deprecation.KIND,
}
"""Every kind of claim, by its key in an entry."""
