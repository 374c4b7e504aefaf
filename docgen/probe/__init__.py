"""The only network client: it reads documents and probes live edges."""

from docgen.probe.client import Client, Network
from docgen.probe.edge import compare_upstream, get, probe_edge, probe_headers, repeat
from docgen.probe.origin import Origin, parse_origin, parse_origin_argument, parse_resolve
from docgen.probe.read import Credential, read_document, redacted

__all__ = [
    "Client",
    "Credential",
    "Network",
    "Origin",
    "compare_upstream",
    "get",
    "parse_origin",
    "parse_origin_argument",
    "parse_resolve",
    "probe_edge",
    "probe_headers",
    "read_document",
    "redacted",
    "repeat",
]
