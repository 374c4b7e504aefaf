"""The address of the site: one for all files, and not a placeholder."""

import tomllib
from typing import Final
from urllib.parse import urlsplit

from docgen.check.rule import Findings, found, found_at, rule
from docgen.model.finding import Severity
from docgen.model.project import Project
from docgen.openapi.nodes import as_mapping

_KEY: Final = ("tool", "docgen", "site_url")
_RESERVED: Final = ("example", "invalid", "localhost", "test", "example.com", "example.net", "example.org")
"""Names that nobody can register (RFC 2606)."""


@rule()
def site_url_mismatch(project: Project) -> Findings:
    """`[tool.docgen]` has another address of the site than mkdocs.yml, whose pages are at that."""
    site, own = project.config.site_url, _own(project)
    if own and own.rstrip("/") != site.rstrip("/"):
        message = f"site_url: `{own}` is not that of mkdocs.yml; expected {site}"
        yield found(project.config_source, _KEY, message, "remove it here: docgen reads that of mkdocs.yml")


@rule(Severity.WARNING)
def site_url_placeholder(project: Project) -> Findings:
    """The site is at a name that is reserved for examples: feeds, canonical URLs and the sitemap lead nowhere."""
    domain = _domain(urlsplit(project.config.site_url).hostname or "")
    is_example = domain.rpartition(".")[2] in _RESERVED and domain not in map(_domain, project.config.hosts)
    if is_example or domain in _RESERVED:
        message = f"site_url: {project.config.site_url} is a placeholder; expected the address of the published site"
        hint = "write the address there"
        if _own(project):
            yield found(project.config_source, _KEY, message, hint)
        else:
            yield found_at("mkdocs.yml", 0, 0, message, hint)


def _own(project: Project) -> str:
    """The address in `[tool.docgen]`; empty without."""
    tool = as_mapping(tomllib.loads(project.config_source.text).get("tool"))
    return str(as_mapping(tool.get("docgen")).get("site_url", ""))


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])
