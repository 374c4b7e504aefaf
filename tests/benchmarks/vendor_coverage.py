"""What a vendor's changelog and the diff of its contracts say of each other, step by step.

Usage: python tests/benchmarks/vendor_coverage.py [--markdown] [--unshown]

Reads the 60 published versions of Plaid's contract with the vendor's own changelog lines and breaking flags.
`vendor_match.py` says when a line and a change speak of the same thing.
"""

import argparse
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from diff_data import DATA
from vendor_match import Match, line, match_change, match_line, shown

from docgen.differ import diff
from docgen.load.spec import parse_spec
from docgen.model.change import Change
from docgen.openapi.spec import Spec

ARCHIVE = DATA / "plaid.tar.xz"


class Step(msgspec.Struct, frozen=True):
    """One version to the next: how its lines and its changes match, and who calls it breaking."""

    name: str
    lines: tuple[tuple[str, Match], ...]
    changes: tuple[tuple[Change, Match], ...]
    vendor_breaks: bool

    @property
    def diff_breaks(self) -> bool:
        """Whether a change of the step is breaking."""
        return any(change.level == "breaking" for change, _ in self.changes)


def steps() -> Iterator[Step]:
    """Every step of the archive, compared."""
    with tarfile.open(ARCHIVE) as archive:

        @lru_cache(maxsize=2)
        def spec(version: str) -> Spec:
            return _spec(version, _read(archive, f"specs/{version}.yaml"))

        for step in json.loads(_read(archive, "pairs.json")):
            yield compare(step, diff(spec(step["old"]), spec(step["new"])))


def compare(step: dict[str, Any], changes: tuple[Change, ...]) -> Step:
    """The lines of a step against its changes, and the changes against the lines."""
    lines = [(entry["text"], line(entry["text"])) for entry in step["entries"]]
    shows = [(change, shown(change)) for change in changes]
    return Step(
        f"{step['old']} to {step['new']}".replace("2020-09-14_", ""),
        tuple((text, match_line(said, [show for _, show in shows])) for text, said in lines),
        tuple((change, match_change(show, [said for _, said in lines])) for change, show in shows),
        any(entry["breaking"] for entry in step["entries"]),
    )


def _read(archive: tarfile.TarFile, name: str) -> str:
    member = next(found for found in archive if found.name.endswith(name))
    file = archive.extractfile(member)
    if file is None:
        raise ValueError(f"{name} is no file")
    return file.read().decode()


def _spec(version: str, text: str) -> Spec:
    spec, refusals = parse_spec(f"{version}.yaml", text.encode())
    if spec is None:
        raise ValueError(f"{version}: {refusals[0].message}")
    return spec


def row(step: Step) -> tuple[str, ...]:
    """A step as a row of the table."""
    said = Counter(match for _, match in step.lines)
    told = Counter(match for _, match in step.changes)
    flags = f"{_flag(step.vendor_breaks)} / {_flag(step.diff_breaks)}"
    counts = (len(step.lines), *(said[match] for match in ("named", "place", "none", "nothing")))
    return (step.name, *map(str, counts), *map(str, _told(told)), flags)


def _told(told: Counter[Match]) -> tuple[int, ...]:
    return (told.total(), *(told[match] for match in ("named", "place", "none")))


def _flag(breaks: bool) -> str:
    return "breaks" if breaks else "no"


HEAD = (
    "step",
    "lines",
    "confirmed",
    "place only",
    "not shown",
    "names nothing",
    "root changes",
    "announced",
    "place only",
    "unannounced",
    "vendor / diff",
)


def total(found: list[Step]) -> tuple[str, ...]:
    """The last row: sums, and how often both call a step the same."""
    sums = [sum(int(row(step)[column]) for step in found) for column in range(1, len(HEAD) - 1)]
    agree = sum(step.vendor_breaks == step.diff_breaks for step in found)
    return (f"{len(found)} steps", *map(str, sums), f"agree in {agree}")


def summary(found: list[Step]) -> str:
    """The totals in a sentence each."""
    said = Counter(match for step in found for _, match in step.lines)
    told = Counter(match for step in found for _, match in step.changes)
    naming = said.total() - said["nothing"]
    unsaid = Counter(change.id for step in found for change, match in step.changes if match == "none")
    flagged = sum(step.vendor_breaks for step in found)
    both = sum(step.vendor_breaks and step.diff_breaks for step in found)
    return "\n".join(
        (
            f"- {naming} of {said.total()} lines name something. The diff shows what {said['named']} of them name"
            f" ({said['named'] / max(naming, 1):.0%}), and a change at the place that {said['place']} more name;"
            f" it shows nothing of {said['none']}.",
            f"- {told['named']} of {told.total()} root changes are named by a line, the place of {told['place']} is;"
            f" {told['none']} are not announced, most often"
            f" {', '.join(f'`{name}` ({count})' for name, count in unsaid.most_common(4))}.",
            f"- The vendor calls {flagged} steps breaking, the diff {sum(step.diff_breaks for step in found)},"
            f" both {both}; they agree in {sum(step.vendor_breaks == step.diff_breaks for step in found)}"
            f" of {len(found)} steps.",
        )
    )


def main() -> None:
    """Print the table, and with --unshown the lines and changes without a match."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true", help="the table and the totals alone (the default)")
    parser.add_argument("--unshown", action="store_true", help="list what has no match, too")
    asked = parser.parse_args()
    if not ARCHIVE.is_file():
        parser.error(f"no plaid.tar.xz in {DATA}; name the folder that holds it in DOCGEN_DATA")
    found = list(steps())
    for step in found if asked.unshown and not asked.markdown else ():
        print(step.name)
        print(*(f"  line not shown: {text!r}" for text, match in step.lines if match == "none"), sep="\n")
        unannounced = [change for change, match in step.changes if match == "none"]
        print(*(f"  not announced: {change.id} {change.selector}: {change.text}" for change in unannounced), sep="\n")
    lines = [HEAD, tuple("---" for _ in HEAD), *map(row, found), total(found)]
    print("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
    print(f"\n{summary(found)}")


if __name__ == "__main__":
    main()
