"""The order of what ends on one day: what breaks an integration before what breaks a bookmark."""

from typing import Final
from urllib.parse import urlsplit

from docgen.model.ending import Ending, Kind
from docgen.model.project import Project
from docgen.model.redirect import Redirect

_RANKS: Final[dict[Kind, int]] = {"operation": 0, "pin-retired": 0, "pin-deprecated": 1, "notice": 1, "action": 1}
_ROUTE, _BOOKMARK = 0, 2


def urgency(project: Project, end: Ending) -> int:
    """The rank of an ending among those of its day: requests of the API, then actions, then other addresses."""
    if end.redirect is None:
        return _RANKS.get(end.kind, 1)
    return _ROUTE if _leads_to_api(project, end.redirect) else _BOOKMARK


def _leads_to_api(project: Project, rule: Redirect) -> bool:
    is_page = f"{rule.to}/".startswith(f"{project.config.site_url.rstrip('/')}/")
    hosts = {url.hostname for pin in project.pins if pin.spec for url in pin.spec.servers()}
    return not is_page and urlsplit(rule.to).hostname in {*hosts, *project.config.hosts}
