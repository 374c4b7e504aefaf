"""The only network client."""

from docgen.probe.ask import Asked, ask
from docgen.probe.read import Credential, Received, read_url, shown
from docgen.probe.upstream import Compared, compare_upstream

__all__ = ["Asked", "Compared", "Credential", "Received", "ask", "compare_upstream", "read_url", "shown"]
