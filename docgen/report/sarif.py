"""Findings as SARIF 2.1.0 (OASIS), for code scanning."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from docgen import __version__
from docgen.model.finding import Finding, Severity
from docgen.report.annotation import Annotation, annotate_findings
from docgen.report.json_document import document

Docs = Mapping[str, str]
"""The explanation of each id, as Markdown."""

NO_DOCS: Final[Docs] = MappingProxyType({})
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report(findings: Sequence[Finding], docs: Docs = NO_DOCS) -> str:
    """A SARIF log with a result for each finding, the worst first, and a rule for each id with its text in `docs`."""
    return render(annotate_findings(findings), docs)


def render(annotations: Sequence[Annotation], docs: Docs = NO_DOCS) -> str:
    """Annotations as a SARIF log with one run."""
    worst: dict[str, Severity] = {}
    for found in annotations:
        worst.setdefault(found.id, found.level)
    numbers = {id_: number for number, id_ in enumerate(worst)}
    driver = {"name": "docgen", "version": __version__, "rules": [_rule(id_, worst[id_], docs) for id_ in worst]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, numbers[found.id]) for found in annotations],
    }
    return document({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _rule(id_: str, level: Severity, docs: Docs) -> dict[str, Any]:
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


def _result(found: Annotation, rule: int) -> dict[str, Any]:
    result = {
        "ruleId": found.id,
        "ruleIndex": rule,
        "level": _LEVELS[found.level],
        "message": {"text": found.message},
        "partialFingerprints": {"docgen/v1": found.fingerprint},
    }
    return result | {"locations": [{"physicalLocation": _location(found)}]} if found.path else result


def _location(found: Annotation) -> dict[str, Any]:
    # `replace`: a path can have a lone surrogate, which UTF-8 cannot encode
    artifact = {"uri": quote(found.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
    start = {"startLine": found.line or 1, "startColumn": found.column or 1}
    return {"artifactLocation": artifact, "region": start}
