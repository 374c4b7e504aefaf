"""The table that each format of CI shows: a row is a finding or a change with its location, level and fingerprint."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from importlib import import_module
from typing import Any, Final, NamedTuple

from docgen.model.finding import Located, Severity

LEVELS: Final = tuple(Severity)
"""Worst first."""
CI: Final = ("github", "sarif", "codequality", "junit")
"""The formats: each is a module with a `render`, imported on its first call."""


class Row(Located, frozen=True):
    """What CI shows at a place; `path` is relative to the root of the repository.

    An empty path means that no file is known. The fingerprint is unique in a table, and does not change when the row
    moves to another line. `passed` is what a comparison with a base let through; what does not `annotate` its line in a
    pull request is in the log alone.
    """

    id: str
    level: Severity
    message: str
    fingerprint: str
    passed: bool = False
    annotates: bool = True


class Table(NamedTuple):
    """The rows, the worst first, with a `summary` of them, the `command` that made them, and texts that explain ids.

    `notes` are about the run, and part of the summary.
    """

    rows: Sequence[Row]
    summary: str
    command: str
    docs: Mapping[str, str] = {}
    notes: Sequence[str] = ()


def fingerprints(identities: Iterable[str], first: Callable[[str], str]) -> Iterator[str]:
    """The fingerprint of each identity, all different: `first` makes that of one which comes for the first time."""
    # a number, and no position: what is known by its fingerprint stays known when lines move
    seen: dict[str, int] = {}
    for identity in identities:
        count = seen[identity] = seen.get(identity, 0) + 1
        if count > 1:
            yield digest(f"{identity}\n{count}")
        else:
            yield first(identity)


def digest(identity: str) -> str:
    """32 hexadecimal digits of the SHA-256 of an identity."""
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The rows sorted by level; the order within a level stays."""
    return sorted(rows, key=lambda row: LEVELS.index(row.level))


def ci_formats(tabulate: Callable[..., Table]) -> Mapping[str, Callable[..., str]]:
    """The report in each format of CI, which takes what `tabulate` takes."""
    return {form: partial(_rendered, form, tabulate) for form in CI}


def _rendered(form: str, tabulate: Callable[..., Table], *reported: Any, **options: Any) -> str:  # noqa: ANN401 - what is tabulated
    render: Callable[[Table], str] = import_module(f"docgen.report.{form}").render
    return render(tabulate(*reported, **options))
