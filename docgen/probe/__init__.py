"""The only network client."""

from docgen.probe.read import Credential, Received, read_url, shown

__all__ = ["Credential", "Received", "read_url", "shown"]
