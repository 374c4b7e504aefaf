"""JUnit XML for Jenkins, GitLab and Azure: an error is a failed test case."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from docgen.model.finding import Severity
from docgen.report.table import Row, Table

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 forbids, even escaped (section 2.2, Char)."""


def render(table: Table) -> str:
    """A test case for each row: errors fail, others pass with output; one passed test case without rows."""
    failures = sum(row.level is Severity.ERROR for row in table.rows)
    counts = {"tests": str(len(table.rows) or 1), "failures": str(failures), "errors": "0"}
    root = Element("testsuites", {"name": "docgen", **counts})
    suite = SubElement(root, "testsuite", {"name": f"docgen {table.command}", **counts, "skipped": "0", "time": "0"})
    for row in table.rows:
        _case(suite, row)
    # a suite without cases looks to CI as if nothing had run
    if not table.rows:
        SubElement(suite, "testcase", name=f"{table.command}: nothing found", classname="docgen", time="0")
    for note in table.notes:
        SubElement(suite, "system-out").text = note
    indent(root)
    document = _FORBIDDEN.sub("\ufffd", tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _case(suite: Element, row: Row) -> None:
    first = next(iter(row.message.splitlines()), "")
    # readers group cases by their class, here by file
    case = SubElement(suite, "testcase", name=f"{row.id}: {first}", classname=row.path or "docgen", time="0")
    whole = row.message
    if row.path:
        whole = f"{row.location}: {whole}"
    if row.level is Severity.ERROR:
        output = SubElement(case, "failure", message=first, type=row.id)
    else:
        output = SubElement(case, "system-out")
        whole = f"{row.level.value}: {whole}"
    output.text = whole
