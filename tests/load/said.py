"""What the readers say of every case, word by word, in `said.txt`: a change of it is seen where it is reviewed.

python -m tests.load.said
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from docgen.load.accepted import parse_accepted
from docgen.load.redirects import parse_redirects
from docgen.load.spec import read_spec
from docgen.load.validate import read_model
from docgen.model.accepted import ACCEPTED
from docgen.model.entry import EntryText
from docgen.model.finding import Finding
from docgen.positions.source import Source
from docgen.write import plan
from tests.load import test_accepted_file, test_json_document, test_moved, test_redirects, test_yaml_text

FILE = Path(__file__).with_name("said.txt")
_LARGEST: Final = 1_000_000
_OTHERS: Final = re.compile("(not YAML|not valid JSON): .*?;")
"""What PyYAML and Python say: other versions of them have other words."""


def said() -> str:
    """A paragraph for each case: its name, then a line for each finding and each hint."""
    return "\n".join("".join(f"{line}\n" for line in (name, *map(_line, found))) for name, found in _cases())


def _line(found: Finding) -> str:
    hint = f"\n      hint: {found.hint}" if found.hint else ""
    message = _OTHERS.sub(r"\1: ...;", found.message)
    return f"  {found.line}:{found.column} {found.id}: {message}{hint}"


def _cases() -> Iterator[tuple[str, Sequence[Finding]]]:
    for case in test_yaml_text.CASES:
        yield f"An entry: {case['name']}", read_model(Source("entry.yaml", case["text"]), EntryText)[1]
    for case in test_json_document.CASES:
        if all(times < _LARGEST for _, times in case.get("repeat", {}).values()):
            found = read_spec(case.get("path", "api.json"), test_json_document.text(case))[1]
            yield f"A contract: {case['name']}", found
    for case in test_redirects.CASES:
        text, around = test_redirects.with_line(case["line"]), test_redirects.AROUND
        yield f"A rule: {case['name']}", parse_redirects(Source("redirects/a.yaml", text), around)[1]
    for case in test_moved.CASES:
        source = Source("redirects/moved.yaml", test_moved.with_line(case["line"]))
        yield f"A moved page: {case['line']!r}", parse_redirects(source, test_moved.AROUND)[1]
    for case in test_accepted_file.CASES:
        yield f"What is accepted: {case['name']}", parse_accepted(Source(ACCEPTED, case["text"]))[1]


if __name__ == "__main__":
    plan({FILE.name: said()}, FILE.parent).apply()
