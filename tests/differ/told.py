"""What the differ tells of every case, in both directions, in `told.txt`: a change of it is seen where it is reviewed.

The fingerprints in it are in the reports of projects, which then know a change again.

python -m tests.differ.told
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.differ import diff
from docgen.model.change import Change
from docgen.openapi.spec import Spec
from docgen.write import plan
from tests.differ.test_corners import document
from tests.differ.test_root_causes import NOW, edited, load, spec, with_property

FILE = Path(__file__).with_name("told.txt")


def told() -> str:
    """A paragraph for each case and direction: its title, then a line for each change."""
    return "\n".join("".join(f"{line}\n" for line in paragraph) for paragraph in _paragraphs())


def _paragraphs() -> Iterator[list[str]]:
    for title, before, after in _pairs():
        for name, base, revision in ((title, before, after), (f"{title}, the other way round", after, before)):
            changes = diff(base, revision, policy="oasdiff", now=NOW, annotations=True)
            yield [name, *(_line(change) for change in changes)]


def _line(change: Change) -> str:
    values = f" ({change.before!r} -> {change.after!r})" if (change.before, change.after) != (None, None) else ""
    return f"  {change.fingerprint} {change.id} {' '.join(change.sites)}{values}: {change.text}"


def _pairs() -> Iterator[tuple[str, Spec, Spec]]:
    noted = load("noted.yaml")
    cases: list[dict[str, Any]] = [*load("schemas.yaml"), *load("documents.yaml"), *load("corners.yaml")]
    cases += [{"title": f"Schemas {number}", "property": pair} for number, pair in enumerate(noted["schemas"])]
    cases += [{"title": f"Edits {number}", **case} for number, case in enumerate(noted["documents"])]
    for case in cases:
        if "schemas" in case:
            yield case["title"], document(case, 0), document(case, 1)
        elif "edits" in case:
            base = edited(load("base.yaml"), case.get("base", []))
            yield case["title"], spec(base), spec(edited(base, case["edits"]))
        else:
            old, new = case["property"] if "property" in case else (case["old"], case["new"])
            yield case["title"], with_property(old), with_property(new)


if __name__ == "__main__":
    plan({FILE.name: told()}, FILE.parent).apply()
