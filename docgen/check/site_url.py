"""The address of the site: one for all files, and not a placeholder."""

import tomllib
from typing import Final
from urllib.parse import urlsplit

from docgen.check.rule import Findings, error_rule, found, warning_rule
from docgen.model.project import Project
from docgen.positions.source import Source

_KEY: Final = ("tool", "docgen", "site_url")
_RESERVED: Final = {"example", "invalid", "localhost", "test", "example.com", "example.net", "example.org"}
"""Names that nobody can register (RFC 2606)."""


@error_rule
def site_url_mismatch(project: Project) -> Findings:
    """`[tool.docgen]` has another address of the site than mkdocs.yml, whose pages are at that."""
    site, own = project.config.site_url, _own(project)
    if own and own.rstrip("/") != site.rstrip("/"):
        message = f"site_url: `{own}` is not that of mkdocs.yml; expected {site}"
        yield found(project.config_source, _KEY, message, "remove it here: docgen reads that of mkdocs.yml")


@warning_rule
def site_url_placeholder(project: Project) -> Findings:
    """The site is at a name that is reserved for examples: feeds, canonical URLs and the sitemap lead nowhere."""
    domain, *of_api = map(_domain, [urlsplit(project.config.site_url).hostname or "", *project.config.hosts])
    if domain not in of_api and {domain, domain.rpartition(".")[2]} & _RESERVED:
        message = f"site_url: {project.config.site_url} is a placeholder; expected the address of the published site"
        source = project.config_source if _own(project) else Source("mkdocs.yml", "")
        yield found(source, _KEY, message, "write the address there")


def _own(project: Project) -> str:
    """The address in `[tool.docgen]`; empty without."""
    return str(tomllib.loads(project.config_source.text)["tool"]["docgen"].get("site_url", ""))


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])
