"""Findings as JUnit XML for Jenkins, GitLab and Azure: an error is a failed test case."""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import Annotation, annotate_findings

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 forbids, even escaped (section 2.2, Char)."""


def report(findings: Sequence[Finding]) -> str:
    """A test case for each finding: errors fail, others pass with output; one passed test case without findings."""
    return render(annotate_findings(findings), "check")


def render(annotations: Sequence[Annotation], suite: str) -> str:
    """Annotations as one test suite with the given name."""
    failures = sum(found.level is Severity.ERROR for found in annotations)
    counts = {"tests": str(len(annotations) or 1), "failures": str(failures), "errors": "0"}
    root = Element("testsuites", {"name": "docgen", **counts})
    element = SubElement(root, "testsuite", {"name": f"docgen {suite}", **counts, "skipped": "0", "time": "0"})
    for found in annotations:
        _case(element, found)
    if not annotations:
        SubElement(element, "testcase", {"name": f"{suite}: nothing found", "classname": "docgen", "time": "0"})
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, found: Annotation) -> None:
    first = next(iter(found.message.splitlines()), "")
    names = {"name": f"{found.id}: {first}", "classname": found.path or "docgen", "time": "0"}
    case = SubElement(suite, "testcase", {key: _allowed(value) for key, value in names.items()})
    whole = f"{found.location}: {found.message}" if found.path else found.message
    if found.level is Severity.ERROR:
        output = SubElement(case, "failure", {"message": _allowed(first), "type": _allowed(found.id)})
    else:
        output = SubElement(case, "system-out")
        whole = f"{found.level.value}: {whole}"
    output.text = _allowed(whole)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
