"""SARIF 2.1.0 (OASIS), for code scanning."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from docgen import __version__
from docgen.model.finding import Severity
from docgen.report.json import document
from docgen.report.table import Row, Table

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(table: Table) -> str:
    """A SARIF log with a result for each row, and a rule for each id with the text that explains it."""
    worst: dict[str, Severity] = {}
    # the worst first, so the first level of an id is its worst
    for row in table.rows:
        worst.setdefault(row.id, row.level)
    numbers = {id_: number for number, id_ in enumerate(worst)}
    rules = [_rule(id_, level, table.docs) for id_, level in worst.items()]
    run = {
        "tool": {"driver": {"name": "docgen", "version": __version__, "rules": rules}},
        # as Python counts; the default is UTF-16
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, numbers[row.id]) for row in table.rows],
    }
    if table.notes:
        notes = [{"level": "note", "message": {"text": note}} for note in table.notes]
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": notes}]
    return document({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _rule(id_: str, level: Severity, docs: Mapping[str, str]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": id_, "defaultConfiguration": {"level": _LEVELS[level]}}
    if id_ not in docs:
        return rule | {"shortDescription": {"text": id_.replace("-", " ")}}
    text = docs[id_].strip()
    help_ = {"text": text, "markdown": text}
    return rule | {"shortDescription": {"text": _first_sentence(text)}, "help": help_}


def _first_sentence(markdown: str) -> str:
    """The first sentence of the first paragraph, its lines joined."""
    first = re.split(r"\n\s*\n", markdown, maxsplit=1)[0]
    return re.split(r"(?<=[.!?])\s", " ".join(first.split()), maxsplit=1)[0]


def _result(row: Row, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": row.id,
        "ruleIndex": rule,
        "level": _LEVELS[row.level],
        "message": {"text": row.message},
        "partialFingerprints": {"docgen/v1": row.fingerprint},
    }
    if row.path:
        # `replace`: a path can have a lone surrogate, which UTF-8 cannot encode
        artifact = {"uri": quote(row.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
        start = {"startLine": row.line or 1, "startColumn": row.column or 1}
        result["locations"] = [{"physicalLocation": {"artifactLocation": artifact, "region": start}}]
    return result
