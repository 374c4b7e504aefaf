"""Changes as the Markdown of a comment on a pull request or a merge request."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.differ.wording import group_by_level, reach_phrases, summary, unnamed_selector
from docgen.model.change import LEVELS, Change, Level
from docgen.positions.source import Source
from docgen.report.inline import code, prose

LIMIT: Final = 63_500
"""Bytes of the list items: a comment on GitHub has at most 65,536 characters, with headings and the caller's text."""

_FOLD_ABOVE: Final = 10


def report(changes: Sequence[Change], source: Source | None = None) -> str:
    """A heading for each level and a list item per change, within GitHub's limit; changes that do not fit are counted.

    More than ten changes of the level info are in a closed `<details>`, so that the others are seen.
    """
    lines = [f"**{summary(changes)}**" if changes else "No changes."]
    omitted: list[Change] = []
    room = LIMIT
    for level, group in group_by_level(changes):
        bullets: list[str] = []
        for change in group:
            bullet = _bullet(change) if room > 0 else ""
            # negative from the first change that does not fit: the later ones are only counted
            room -= len(bullet.encode("utf-8", "surrogatepass")) + 1
            if room > 0:
                bullets.append(bullet)
            else:
                omitted.append(change)
        lines += [f"\n### {level.capitalize()} ({len(group):,})\n", *_foldable(level, bullets)]
    return "\n".join([*lines, *_omission(omitted)]) + "\n"


def _foldable(level: Level, bullets: list[str]) -> list[str]:
    if level != "info" or len(bullets) <= _FOLD_ABOVE:
        return bullets
    return ["<details><summary>show them</summary>\n", *bullets, "\n</details>"]


def _omission(omitted: Sequence[Change]) -> Iterator[str]:
    if omitted:
        counts = {level: sum(change.level == level for change in omitted) for level in LEVELS}
        named = ", ".join(f"{count:,} {level}" for level, count in counts.items() if count)
        yield f"\n*and {len(omitted):,} more ({named}): `docgen diff` lists them all*"


def _bullet(change: Change) -> str:
    """`- selector: text; what it affects (id)`, with every text of the contract escaped."""
    text = f"{code(unnamed_selector(change))}: {prose(change.text)}" if unnamed_selector(change) else prose(change.text)
    return f"- {'; '.join([text, *reach_phrases(change, code)])} ({code(change.id)})"
