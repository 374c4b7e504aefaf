"""JUnit's XML, as Jenkins, GitLab and Azure read it: an error is a failed test case."""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from docgen.model.finding import Finding, Severity
from docgen.report.annotation import Annotation, of_findings

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids, escaped or not (section 2.2, Char)."""


def report(findings: Sequence[Finding]) -> str:
    """A test case for each finding: errors fail, the others pass and say what they found; one that passes for none."""
    return write(of_findings(findings), "check")


def write(annotations: Sequence[Annotation], suite: str) -> str:
    """Annotations as one suite of the name that is given."""
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
    whole = f"{found.place}: {found.message}" if found.path else found.message
    if found.level is Severity.ERROR:
        said = SubElement(case, "failure", {"message": _allowed(first), "type": _allowed(found.id)})
    else:
        said = SubElement(case, "system-out")
        whole = f"{found.level.value}: {whole}"
    said.text = _allowed(whole)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
