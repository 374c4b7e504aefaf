"""Files that a command line names for reports: one that is there already is replaced only where nobody needs it."""

import os
import re
from pathlib import Path  # noqa: TID251 - the shell looks at what is to be replaced
from typing import Final

from docgen.errors import UsageError
from docgen.load.files import READ
from docgen.load.git import is_tracked
from docgen.write import SOURCES, is_within

_KIND: Final = re.compile(
    rb'\A\[\s*(?:\]|\{\s*"description":)()'  # GitLab's code quality
    # the first two keys of JSON, and the address of the first: SARIF is not alone with `$schema` and `version`
    rb'|\A\{\s*"([^"]+)":\s*+("https:[^"]*+")?+.*?"([^"]+)":'
    rb'|\A<\?xml.*?(<\w+ name="docgen")'
    rb"|\ABEGIN:VCALENDAR.*?(PRODID[^\r\n]*)"
    rb"|(<!-- docgen report -->)\s*\Z",
    re.DOTALL,
)
_FILES: Final = ("pyproject.toml", "mkdocs.yml")


def refuse_source(root: Path, file: str, content: bytes) -> None:
    """UsageError (exit code 2) for a file that docgen reads or that git tracks, unless it is an earlier report.

    An earlier report has the form of the new `content`. Text has no form that could be known again.
    """
    path = Path(os.path.realpath(root / file))  # a link stays one, and its target is replaced
    if not path.is_file() or _is_earlier(path.read_bytes(), content):
        return
    # docgen diff reads no pages of the project
    pages = [root / "docs"] if path.suffix == ".md" else []
    sources = (*READ, *pages, *(root / name for name in (*SOURCES, *_FILES)))
    if any(is_within(path, source) for source in sources):
        raise UsageError(f"{file}: docgen reads this file, which the report would overwrite; choose another file")
    if is_tracked(path):
        raise UsageError(
            f"{file}: git tracks this file, and it is not an earlier report of this form; choose another file, "
            "or delete it first"
        )


def _is_earlier(before: bytes, content: bytes) -> bool:
    old, new = _KIND.search(before), _KIND.search(content)
    return bool(old and new and old.groups() == new.groups())
