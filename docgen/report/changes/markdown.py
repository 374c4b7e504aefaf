"""Changes as the Markdown of a comment on a pull request or a merge request."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.differ.wording import group_by_level, reach_phrases, summary, unnamed_selector
from docgen.model.change import Change, Level
from docgen.positions.source import Source
from docgen.report.changes.folding import folded, place
from docgen.report.inline import code, prose

LIMIT: Final = 63_500
"""Bytes of the list items: a comment on GitHub has at most 65,536 characters, with headings and the caller's text."""

_FOLD_ABOVE: Final = 10


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level and a list item per change or for several equal ones, within GitHub's limit.

    Changes that do not fit are counted.

    More than ten changes of the level info are in a closed `<details>`, so that the others are seen.
    """
    lines = [f"**{summary(changes)}**" if changes else "No changes."]
    omitted = Counter[Level]()
    room = LIMIT
    for level, of_level in group_by_level(changes):
        bullets: list[str] = []
        for change, count in folded(of_level):
            bullet = _bullet(change, place(change, source)) if room > 0 else ""
            # negative from the first change that does not fit: the later ones are only counted
            room -= len(bullet.encode("utf-8", "surrogatepass")) + 1
            if room > 0:
                bullets.append(bullet)
            else:
                omitted[level] += count
        lines += [f"\n### {level.capitalize()} ({len(of_level):,})\n", *_foldable(level, bullets)]
    return "\n".join([*lines, *_omission(omitted)]) + "\n"


def _foldable(level: Level, bullets: list[str]) -> list[str]:
    if level != "info" or len(bullets) <= _FOLD_ABOVE:
        return bullets
    return ["<details><summary>show them</summary>\n", *bullets, "\n</details>"]


def _omission(omitted: Counter[Level]) -> Iterator[str]:
    if omitted:
        named = ", ".join(f"{count:,} {level}" for level, count in omitted.items())
        yield f"\n*and {omitted.total():,} more ({named}): `docgen diff --all` lists them*"


def _bullet(change: Change, where: str) -> str:
    """`- selector: text; what it affects (id, path:line)`, with every text of the contract escaped."""
    selector = unnamed_selector(change)
    text = f"{code(selector)}: {prose(change.text)}" if selector else prose(change.text)
    about = ", ".join(map(code, filter(None, (change.id, where))))
    return f"- {'; '.join([text, *reach_phrases(change, code)])} ({about})"
