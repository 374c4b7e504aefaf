"""Where the configuration says what it thinks of a change."""

import re

from docgen.model.project import Project


def place_of_ignore(project: Project, index: int) -> tuple[str, int, int]:
    """The line of an ignore in the configuration, found by its id."""
    ignores = project.config.diff.ignore
    wanted = ignores[index].id
    nth = sum(ignore.id == wanted for ignore in ignores[:index])
    return _nth(project, rf"""\bid\s*=\s*["']{re.escape(wanted)}["']""", nth, "ignore")


def place_of_level(project: Project, id_: str) -> tuple[str, int, int]:
    """The line of the level of an id in the configuration."""
    return _nth(project, rf"""(?<![\w-])["']?{re.escape(id_)}["']?\s*[.=\]]""", 0, "levels")


def _nth(project: Project, pattern: str, nth: int, after: str) -> tuple[str, int, int]:
    source = project.config_source
    start = max(source.text.find(after), 0)
    hits = list(re.finditer(pattern, source.text[start:]))
    at = start + hits[nth].start() if nth < len(hits) else 0
    return source.path, source.text.count("\n", 0, at) + 1, 1
