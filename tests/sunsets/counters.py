"""Counters of what redirects get, without the rest of a project."""

from collections.abc import Sequence
from datetime import UTC, datetime

from docgen.model.config import Config
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.positions.source import Source
from docgen.sunsets.endings import redirect_endings
from docgen.sunsets.traffic import TrafficCounter

CONFIG = Config(api="An API", site_url="https://docs.example.com/", feed_authority="docs.example.com,2026", hosts=())


PROJECT = Project(CONFIG, Source("pyproject.toml", ""), datetime(2026, 6, 1, tzinfo=UTC))


def counter(redirects: Sequence[Redirect], host: str | None = None, show_callers: bool = False) -> TrafficCounter:
    """A counter of the requests for some redirects."""
    project = PROJECT.with_rules(redirects)
    return TrafficCounter(project, tuple(redirect_endings(project, {})), host, show_callers)
