"""Where the measurements of the differ find documents: public data of others, which is not part of this repository.

`DOCGEN_DATA` names the folder; without it, `../shared/data` beside this repository.
"""

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from docgen.load.spec import parse_spec
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

REPOSITORY = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data")


class Pair(msgspec.Struct, frozen=True):
    """Two documents that were compared, the names of the tests that did, and what was found."""

    names: tuple[str, ...]
    base: str
    revision: str
    findings: tuple[dict[str, str], ...]


def pairs() -> tuple[Pair, ...]:
    """The distinct pairs of the recorded cases, in the order of their first case."""
    lines = (DATA / "diff-cases" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for case in map(json.loads, lines):
        found.setdefault((case["base_file"], case["revision_file"]), []).append(case)
    return tuple(
        Pair(tuple(case["name"] for case in cases), *files, tuple(cases[0]["full"])) for files, cases in found.items()
    )


@cache
def case_spec(file: str) -> tuple[Spec, str]:
    """A document of the recorded cases, and why `parse_spec` refused it (or nothing): then it is compared as it is."""
    source = Source(file, (DATA / "diff-cases" / file).read_text(encoding="utf-8"))
    spec, refusals = parse_spec(source.path, source.data)
    return spec or Spec(source, json.loads(source.text)), "" if spec else refusals[0].message


def real_pairs() -> Iterator[tuple[str, Spec, Spec]]:
    """The name of each real pair and its two documents."""
    for folder in sorted((DATA / "real").iterdir()):
        yield folder.name, _unpacked(folder, "old"), _unpacked(folder, "new")


def _unpacked(folder: Path, side: str) -> Spec:
    (path,) = folder.glob(f"{side}.*.gz")
    spec, refusals = parse_spec(path.stem, gzip.decompress(path.read_bytes()))
    if spec is None:
        raise ValueError(f"{path}: {refusals[0].message}")
    return spec
