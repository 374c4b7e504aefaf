"""Drafts of contracts of others pass every rule, and leave no change untold; their documents are not part of this."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.facts import facts
from docgen.load.spec import parse_spec
from docgen.openapi.spec import Spec
from docgen.prove import prove
from tests.author.vendor import complaints, drafted_project
from tests.conftest import REPOSITORY

DATA = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data")
PAIRS = ("adyen-BalanceControlService-v1-v2", "intercom-2.13-2.14", "stripe-2020-08-27-to-2022-08-01-json")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the documents of vendors are not beside this repository"),
]


def spec(name: str, text: str) -> Spec | None:
    return parse_spec(name, text.encode())[0]


@pytest.mark.parametrize("name", PAIRS)
def test_drafts_of_a_real_step(name: str) -> None:
    sides = []
    for side in ("old", "new"):
        (path,) = (DATA / "real" / name).glob(f"{side}.*.gz")
        text = gzip.decompress(path.read_bytes()).decode()
        sides.append(spec(f"{side}/{path.stem}", text))
    old, new = sides
    assert old
    assert new
    assert complaints(drafted_project(old, new)) == []


def small_pairs() -> Iterator[tuple[str, Spec, Spec]]:
    """The distinct pairs of the recorded cases."""
    seen = set()
    for line in (DATA / "diff-cases" / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        files = (case["base_file"], case["revision_file"])
        if files not in seen:
            seen.add(files)
            old, new = (
                spec(f"{side}/{file}", (DATA / "diff-cases" / file).read_text(encoding="utf-8"))
                for side, file in zip(("old", "new"), files, strict=True)
            )
            if old and new:
                yield case["name"], old, new


UNKNOWN = re.compile(r"`0`|general string|callbackUrl|/api//path")
"""The place of an item in a list, a format of two words, an expression, and a path with an empty segment."""


def test_drafts_of_every_recorded_case_state_what_the_contracts_show() -> None:
    stated = {}
    for name, old, new in small_pairs():
        project = drafted_project(old, new)
        of_drafts = {entry.source.path for entry in project.entries}
        wrong = [fact.message for fact in facts(project) if fact.source.path in of_drafts and fact.message]
        found = [message for message in wrong if not UNKNOWN.search(message)]
        found += [
            proof.message for proof in prove(project) if proof.status == "refuted" and proof.source.path in of_drafts
        ]
        if found:
            stated[name] = found
    assert stated == {}


def test_drafts_of_every_recorded_case() -> None:
    complained = {}
    for name, old, new in small_pairs():
        found = [finding for finding in complaints(drafted_project(old, new)) if "api-global" not in finding.message]
        if found:
            complained[name] = found
    assert complained == {}
