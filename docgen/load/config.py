"""`[tool.docgen]` of pyproject.toml -> Config."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import time
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.errors import NoProjectError
from docgen.load.files import Folder
from docgen.load.findings import Findings, finding, finding_at, finding_in
from docgen.load.refused_rules import refused_headers
from docgen.load.root import docgen_table
from docgen.load.site import site_settings, wrong_site
from docgen.load.validate import to_model
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.redirect import RESERVED_HEADERS
from docgen.openapi.levels import DEEPEST, may_exceed
from docgen.positions.source import Pointer, Source
from docgen.positions.toml import too_deep

_TABLE: Final = ("tool", "docgen")


def read_config(root: Path) -> tuple[Config | None, Source, Findings]:
    """The configuration of a project; a folder without one raises NoProjectError (exit code 3).

    A `site_url` of mkdocs.yml comes before that of the table: the pages of MkDocs are at that address.
    """
    if not (root / "pyproject.toml").is_file():
        raise NoProjectError(
            f"{root}: no pyproject.toml with [tool.docgen]; run docgen in the project's folder, or name it with -C DIR"
        )
    tree = Folder(root)
    source, findings = tree.read("pyproject.toml")
    # without the address that mkdocs.yml has, more is missing here
    if wrong := findings or wrong_site(root):
        return None, source, wrong
    config, findings = parse_config(source, site_settings(tree).get("site_url", ""))
    return config, source, findings


def parse_config(source: Source, site_url: str = "") -> tuple[Config | None, Findings]:
    """The configuration in the text of a pyproject.toml, or everything that is wrong with it."""
    try:
        table = docgen_table(source.data)
        if may_exceed(table, DEEPEST):
            raise RecursionError  # in the validator, of which there is a limit
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (1, 1)
        return None, (finding(source, "toml-syntax", f"not valid TOML: {error}", "", line, column),)
    except RecursionError:
        message = f"nesting exceeds {DEEPEST} levels; expected the levels of its schema"
        hint = "look for brackets that are not closed"
        return None, (finding_in(source, too_deep(source.text, DEEPEST), "toml-syntax", message, hint),)
    if table is None:
        raise NoProjectError(f"{source.path}: no [tool.docgen] table; name the project's folder with -C DIR")
    if not isinstance(table, dict):
        message = "tool.docgen: is not a table; expected `[tool.docgen]`"
        return None, (finding_at(source, _TABLE, "schema-mismatch", message, "write it in single brackets"),)
    # dates as text, since writers may put them in quotes or not
    table = msgspec.to_builtins(table, builtin_types=(time,))
    if site_url:
        table["site_url"] = f"{site_url.rstrip('/')}/"  # as MkDocs writes it
    config, wrong = to_model(source, table, Config, below=_TABLE)
    if config:
        wrong = (*placed(source, _refused(config)),)
    return None if wrong else config, wrong


Refused = Iterable[tuple[Pointer, str, str]]
"""Keys in `[tool.docgen]` that cannot be as they are, each with a message and a hint."""


def placed(source: Source, wrong: Refused) -> Iterator[Finding]:
    """A finding for each key."""
    for pointer, message, hint in wrong:
        yield finding_at(source, (*_TABLE, *pointer), "schema-mismatch", message, hint)


def _refused(config: Config) -> Refused:
    if not config.site_url:
        yield (), "site_url: not found here and in mkdocs.yml; expected an https URL", "write it in mkdocs.yml"
    if (own := config.deprecated_header) and own.lower() in RESERVED_HEADERS | {"link"}:
        message = f"deprecated_header: docgen or the server writes `{own}`; expected another one"
        yield ("deprecated_header",), message, "write a name of your own, such as Api-Deprecated"
    for host, headers in config.host_headers.items():
        if host not in (*config.hosts, urlsplit(config.site_url).hostname):
            message = f"host_headers.{host}: not found in `hosts`, and not the site's host"
            yield ("host_headers", host), message, "correct the name, or add it to `hosts`"
        for name, message in refused_headers(headers):
            yield ("host_headers", host, name), f"host_headers.{host}.{name}: {message}", "remove it"
