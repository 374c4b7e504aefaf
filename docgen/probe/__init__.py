"""The only network client."""

from docgen.probe.client import Client, Network
from docgen.probe.edge import ask_edge, ask_targets, get
from docgen.probe.origin import Origin, parse_origin, parse_resolve
from docgen.probe.read import Credential, Received, read_url, shown

__all__ = [
    "Client",
    "Credential",
    "Network",
    "Origin",
    "Received",
    "ask_edge",
    "ask_targets",
    "get",
    "parse_origin",
    "parse_resolve",
    "read_url",
    "shown",
]
