"""`[tool.docgen]` of pyproject.toml -> Config."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from docgen.errors import NoProjectError
from docgen.load.files import Folder
from docgen.load.findings import Findings, finding, finding_at, finding_in
from docgen.load.refused_rules import refused_headers
from docgen.load.root import docgen_table
from docgen.load.site import site_settings, wrong_site
from docgen.load.validate import to_model
from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.redirect import RESERVED_HEADERS
from docgen.openapi.levels import DEEPEST, may_exceed
from docgen.openapi.nodes import as_mapping, children
from docgen.positions.source import Pointer, Source
from docgen.positions.toml import too_deep

_TREE: Final = "matcher_tree"
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
    if findings:
        return None, source, findings
    if wrong := wrong_site(root):  # without the address that it has, more is missing here
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
    findings = [*placed(source, _take_moved(table))]
    if site_url:
        table["site_url"] = f"{site_url.rstrip('/')}/"  # as MkDocs writes it
    config, wrong = to_model(source, table, Config, below=_TABLE)
    findings += wrong
    if config:
        findings += placed(source, _refused(config))
    return None if findings else config, tuple(findings)


def placed(source: Source, wrong: Iterable[tuple[Pointer, str, str]]) -> Iterator[Finding]:
    """A finding for each pointer in `[tool.docgen]` with a message and a hint."""
    for pointer, message, hint in wrong:
        yield finding_at(source, (*_TABLE, *pointer), "schema-mismatch", message, hint)


def _refused(config: Config) -> Iterator[tuple[Pointer, str, str]]:
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


def _take_moved(table: dict[str, Any]) -> Iterator[tuple[Pointer, str, str]]:
    """Take each key that is no longer supported out of the table, so that its other errors are found in the same run.

    Its pointer, a message, and a hint with the entry to write instead.
    """
    for rule, value in _take(table, "severity", dict):
        fields = as_mapping(value)
        entry = {"what": rule, "as": fields.get("level"), "why": fields.get("reason")}
        message, hint = _moved(f"severity.{rule}", entry)
        if entry["as"] == "error":
            message = f"severity.{rule}: a severity can no longer be raised here; expected no such key"
            hint = "remove it, and run `docgen check --fail-on warning`"
        yield ("severity", rule), message, hint
    for index, ignore in _take(table.get("diff"), "ignore", list):
        fields = as_mapping(ignore)
        entry = {"what": fields.get("id"), "at": fields.get("selector"), "why": fields.get("reason")}
        yield ("diff", "ignore", index), *_moved("diff.ignore", entry, fields.get("expires"))
    edges = as_mapping(table.get("edge"))
    for edge, settings in edges.items():
        for feature, reason in _take(settings, "accept", dict):
            entry = {"what": MISSING_FEATURE, "at": f"{edge} {feature}", "why": reason}
            yield ("edge", edge, "accept", feature), *_moved(f"edge.{edge}.accept", entry)
    if _TREE in as_mapping(edges.get("envoy")):
        del edges["envoy"][_TREE]
        message = f"edge.envoy.{_TREE}: is no longer supported: the rules are always a tree; expected no such key"
        yield ("edge", "envoy", _TREE), message, "remove it; docgen's runbook of Envoy says where your own routes go"


def _take(table: object, key: str, kind: type) -> Iterable[tuple[Any, Any]]:
    """Take a key out of a table: the members or the items of its value; none where it has no value of that kind."""
    values = as_mapping(table)
    return children(values.pop(key)) if isinstance(values.get(key), kind) else ()


def _moved(key: str, known: Mapping[str, object], until: object = None) -> tuple[str, str]:
    """The message and the hint for what is an entry of `accepted.yaml` now: its known values, `...` for the others."""
    pairs = [f"{name}: {json.dumps(str(value), ensure_ascii=False)}" for name, value in known.items() if value]
    entry = f"{{{', '.join(pairs)}, who: ..., until: {until or 'YYYY-MM-DD'}}}"
    message = f"{key}: is no longer supported here; move it to {ACCEPTED}"
    return message, f"add this item to its `accepted:` list: - {entry}"
