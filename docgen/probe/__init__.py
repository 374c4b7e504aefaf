"""The only network client."""

from docgen.probe.client import Client, Network
from docgen.probe.document import read_document
from docgen.probe.edge import ask_edge, ask_targets, get
from docgen.probe.origin import Origin, named_origin, parse_origin, parse_resolve
from docgen.probe.read import Credential, Received, read_url, shown
from docgen.probe.upstream import Compared, compare_upstream

__all__ = [
    "Client",
    "Compared",
    "Credential",
    "Network",
    "Origin",
    "Received",
    "ask_edge",
    "ask_targets",
    "compare_upstream",
    "get",
    "named_origin",
    "parse_origin",
    "parse_resolve",
    "read_document",
    "read_url",
    "shown",
]
