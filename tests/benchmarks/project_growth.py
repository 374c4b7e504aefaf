"""How the cost of loading, checking, rendering and building redirects grows with what a project has.

Usage: python -m tests.benchmarks.project_growth [FAMILY ...] [--times N]

One kind of thing grows at a time: N, 2N and 4N of it. Printed is the processor time of each step, and the ratio of the
last doubling: 2.0 is linear. Facts in texts are left out, so are MkDocs and the passes of the garbage collector, which
make one step in many longer. A step below 50 ms has no ratio.
"""

import argparse
import gc
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from docgen.check import check
from docgen.check.spec_document import contract_problems
from docgen.differ.project import changes
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.prove import prove
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.output import edge_files
from docgen.render import render
from tests.benchmarks.build_data import PIN, contract, write
from tests.cases import load_yaml

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
STEPS: Final = ("load", "check", "render", "redirects build")
LEAST: Final = 0.05
"""Seconds of processor time below which a ratio says nothing."""
Items = list[dict[str, object]]

_ENTRY: Final[Mapping[str, object]] = {
    "title": "A change",
    "kind": "notice",
    "impact": "none",
    "areas": ["orders"],
    "published": date(2026, 5, 1),
    "effective": date(2026, 5, 1),
    "summary": "Each order has a state from now on, and a request that names none gets the answer that it always got.",
    "body": "Read the state first: a step that has not begun has none.",
    "action": {"level": "none"},
}


def _save(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, default=str, indent=1), encoding="utf-8")  # which is YAML


def _project(root: Path, document: dict[str, Any] | None = None, codes: int = 2, operations: int = 5) -> None:
    write(root, codes, operations)
    if document:
        _save(root / "changelog" / PIN / "api-spec.json", document)


def _entries(root: Path, listed: Items) -> None:
    _project(root)
    for number, entry in enumerate(listed):
        _save(root / "changelog" / PIN / f"entry-{number}.yaml", {**_ENTRY, **entry})


def _attested(number: int) -> dict[str, object]:
    text = {"text": f"Order {number} was there before.", "owner": "Docs", "evidence": "The log."}
    return {"id": f"a{number}", "attested": text | {"review_by": date(2030, 1, 1)}}


def _rules(root: Path, rules: Items) -> None:
    _project(root)
    common = {"host": "api.big.example", "since": date(2025, 5, 1)}
    numbered = [{"id": f"r{number}", **common, **rule} for number, rule in enumerate(rules)]
    _save(root / "redirects" / "rules.yaml", {"rules": numbered})


def _old(number: int, more: str = "", to: str = "/v1/things/0") -> dict[str, object]:
    ending = {"sunset": "2026-08-04T00:00:00Z", "after": "upstream", "deprecated": "route"}
    return {"from": f"/v1/old-{number}{more}", "to": to, **ending}


def redirects(root: Path, size: int) -> None:
    """Rules that have nothing to do with each other."""
    _rules(root, [_old(number) for number in range(size)])


def chain_of_redirects(root: Path, size: int) -> None:
    """Each rule leads to the next."""
    _rules(root, [_old(number, to=f"/v1/old-{number + 1}") for number in range(size)])


def chain_that_stays(root: Path, size: int) -> None:
    """Each rule leads to the next, and none is skipped, since each drops the query."""
    _rules(root, [_old(number, to=f"/v1/old-{number + 1}") | {"query": "drop"} for number in range(size)])


def chain_of_prefixes(root: Path, size: int) -> None:
    """Each prefix leads to the next."""
    _rules(root, [_old(number, to=f"/v1/old-{number + 1}") | {"match": "prefix"} for number in range(size)])


def prefixes(root: Path, size: int) -> None:
    """Rules for prefixes."""
    _rules(root, [_old(number) | {"match": "prefix"} for number in range(size)])


def placeholders(root: Path, size: int) -> None:
    """Rules with a placeholder."""
    _rules(root, [_old(number, "/{id}", "/v1/things/{id}") for number in range(size)])


def leading_placeholders(root: Path, size: int) -> None:
    """Rules that begin with a placeholder."""
    _rules(root, [{"from": f"/{{tenant}}/old-{number}", "to": "/v1/things/0"} for number in range(size)])


def nested_prefixes(root: Path, size: int) -> None:
    """Pages below one prefix that comes first for none of them."""
    _rules(root, [*(_old(number, "/page") for number in range(size)), {**_old(0), "from": "/v1", "match": "prefix"}])


def header_rules(root: Path, size: int) -> None:
    """Rules without a target that have nothing to do with each other."""
    _rules(root, [{"from": f"/v1/header-{number}"} for number in range(size)])


def overlapping_header_rules(root: Path, size: int) -> None:
    """Rules without a target, and one for all paths below."""
    narrow: Items = [{"from": f"/v1/header-{number}/{{id}}"} for number in range(size)]
    _rules(root, [*narrow, {"from": "/v1", "match": "prefix"}])


def crossing_header_rules(root: Path, size: int) -> None:
    """Rules without a target of which each overlaps with half of the others."""
    crossed = [(f"/v1/{{a}}/header-{number}", f"/v1/header-{number}/{{b}}") for number in range(size // 2)]
    _rules(root, [{"from": path} for pair in crossed for path in pair])


def header_rules_with_redirects(root: Path, size: int) -> None:
    """A header rule for each redirect."""
    _rules(root, [each for number in range(size // 2) for each in (_old(number), {"from": f"/v1/old-{number}"})])


def moved(root: Path, size: int) -> None:
    """Old addresses of the site."""
    _project(root)
    _save(root / "redirects" / "moved.yaml", {"moved": {f"/old/{number}": "/changelog/" for number in range(size)}})


def accepted(root: Path, size: int) -> None:
    """Acceptances, of findings that there are."""
    _rules(root, [_old(number) | {"sunset": "2026-05-04T00:00:00Z"} for number in range(size)])
    because = {"why": "It waits.", "who": "Docs", "until": "2026-07-01"}
    listed = [{"what": "sunset-passed", "at": f"r{number}", **because} for number in range(size)]
    _save(root / ".docgen" / "accepted.yaml", {"accepted": listed})


def entries(root: Path, size: int) -> None:
    """Entries with a claim each."""
    _entries(root, [{"claims": [_attested(number)]} for number in range(size)])


def entries_on_redirects(root: Path, size: int) -> None:
    """An entry for each rule, with what the rule does."""
    _rules(root, [_old(number) for number in range(size)])
    for number in range(size):
        redirect = {"rule": f"r{number}", "status": 308, "sunset": date(2026, 8, 4), "after": "upstream"}
        entry = {**_ENTRY, "kind": "deprecated", "impact": "breaking", "claims": [{"redirect": redirect}]}
        _save(root / "changelog" / PIN / f"entry-{number}.yaml", entry)


def deprecations(root: Path, size: int) -> None:
    """An entry that deprecates each operation, and the header rule that says so."""
    _rules(root, [{"from": f"/v1/things/{number}"} for number in range(size)])
    _save(root / "changelog" / PIN / "api-spec.json", contract(2, size))
    for number in range(size):
        claim = {"of": f"POST /v1/things/{number}", "since": date(2025, 5, 1)}
        entry = {**_ENTRY, "kind": "deprecated", "claims": [{"deprecation": claim}]}
        _save(root / "changelog" / PIN / f"entry-{number}.yaml", entry)


def claims(root: Path, size: int) -> None:
    """Claims of one entry."""
    _entries(root, [{"claims": [_attested(number) for number in range(size)]}])


def covers(root: Path, size: int) -> None:
    """Selectors of one entry."""
    _entries(root, [{"covers": [f"POST /v1/things/{number}" for number in range(size)]}])
    _save(root / "changelog" / PIN / "api-spec.json", contract(2, size))


def corrections(root: Path, size: int) -> None:
    """Corrections of one entry."""
    listed = [{"date": date(2026, 5, 2), "note": f"Order {number} is named."} for number in range(size)]
    _entries(root, [{"corrections": listed}])


def error_codes(root: Path, size: int) -> None:
    """Error codes, with the page of each."""
    _project(root, codes=size)


def guides(root: Path, size: int) -> None:
    """Guides that name each other."""
    _project(root)
    folder = root / "docs" / "guides"
    folder.mkdir()
    for number in range(size):
        text = f"# Guide {number}\n\nOrders have a state. See [the next](guide-{(number + 1) % size}.md).\n"
        (folder / f"guide-{number}.md").write_text(text, encoding="utf-8")


def operations(root: Path, size: int) -> None:
    """Operations of one contract."""
    _project(root, operations=size)


def events(root: Path, size: int) -> None:
    """Webhooks of one contract, ten of a resource: the page of each lists those of its resource."""
    body = {"type": "object", "properties": {"id": {"type": "string"}}}
    hook = {
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "Received"}},
    }
    hooks = {f"order{number // 10}.step_{number}": {"post": hook} for number in range(size)}
    _project(root, {**contract(2, 5), "webhooks": hooks})


def schemas(root: Path, size: int) -> None:
    """Components, with an operation that has them all."""
    made = contract(2, 5)
    parts = {f"Part{number}": {"type": "object", "properties": {"id": {"type": "string"}}} for number in range(size)}
    whole = {name: {"$ref": f"#/components/schemas/{name}"} for name in parts}
    made["components"]["schemas"] |= parts
    made["components"]["schemas"]["Thing"]["properties"] |= whole
    _project(root, made)


def all_of_depth(root: Path, size: int) -> None:
    """A schema that is made of one that is made of one, and so on."""
    made = contract(2, 5)
    parts: dict[str, Any] = {
        f"Part{number}": {"allOf": [{"$ref": f"#/components/schemas/Part{number + 1}"}, {"type": "object"}]}
        for number in range(size)
    }
    parts[f"Part{size}"] = {"type": "object", "properties": {"id": {"type": "string"}}}
    made["components"]["schemas"] |= parts
    made["components"]["schemas"]["Thing"] = {"$ref": "#/components/schemas/Part0"}
    _project(root, made)


def pins(root: Path, size: int) -> None:
    """Date-pins with the same contract, and an entry each."""
    _project(root)
    newest = root / "changelog" / PIN
    text = load_yaml((newest / "pin.yaml").read_text(encoding="utf-8"))
    for number in range(size):
        day = date(2026, 5, 1) - timedelta(days=number + 1)
        made = contract(2, 5)
        made["info"]["version"] = str(day)
        _save(root / "changelog" / str(day) / "pin.yaml", text | {"released": day})
        _save(root / "changelog" / str(day) / "api-spec.json", made)
        _save(root / "changelog" / str(day) / f"entry-{number}.yaml", {**_ENTRY, "published": day, "effective": day})


FAMILIES: Final[Mapping[str, tuple[Callable[[Path, int], None], int]]] = {
    make.__name__.replace("_", " "): (make, size)
    for make, size in (
        (redirects, 400),
        (chain_of_redirects, 100),
        (chain_that_stays, 400),
        (chain_of_prefixes, 100),
        (prefixes, 400),
        (placeholders, 400),
        (leading_placeholders, 400),
        (nested_prefixes, 400),
        (header_rules, 400),
        (overlapping_header_rules, 400),
        (crossing_header_rules, 100),
        (header_rules_with_redirects, 400),
        (moved, 1000),
        (accepted, 400),
        (entries, 200),
        (entries_on_redirects, 200),
        (deprecations, 100),
        (claims, 400),
        (covers, 100),
        (corrections, 400),
        (error_codes, 100),
        (guides, 200),
        (operations, 100),
        (events, 100),
        (schemas, 200),
        (all_of_depth, 120),
        (pins, 25),
    )
}
"""What grows, how it is written into a folder, and the least size."""


def steps(root: Path) -> Iterator[float]:
    """The processor time of each of `STEPS` in a project."""
    clock = time.process_time
    start = clock()
    project, found = load(root, NOW)
    yield clock() - start
    if project is None or not project.complete:
        raise ValueError(found)
    start = clock()
    proofs, changed = prove(project), changes(project)
    checked = check(project, proofs, changed, found, (), contract_problems(project))
    yield clock() - start
    start = clock()
    render(Analysis(with_placeholders(project), proofs, changed, checked))
    yield clock() - start
    start = clock()
    edge_files(project, tuple(EDGES))
    yield clock() - start


def measured(make: Callable[[Path, int], None], size: int) -> list[float]:
    """The processor time of each step for a size."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), size)
        gc.collect()
        gc.disable()
        try:
            return list(steps(Path(folder)))
        finally:
            gc.enable()


def main() -> None:
    """Print a row for each step of each family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", metavar="FAMILY", choices=[[], *FAMILIES])
    parser.add_argument("--times", type=int, default=1, help="multiply the sizes")
    asked = parser.parse_args()
    print("| What grows | N | Step | N | 2N | 4N | 4N per 2N |\n" + "|---" * 7 + "|")
    measured(redirects, 2)  # imports
    for name in asked.families or FAMILIES:
        make, least = FAMILIES[name]
        size = least * asked.times
        costs = [measured(make, size * factor) for factor in (1, 2, 4)]
        for step, of_step in zip(STEPS, zip(*costs, strict=True), strict=True):
            ratio = f"{of_step[2] / of_step[1]:.1f}" if of_step[1] >= LEAST else ""
            cells = " | ".join(f"{each:.2f} s" for each in of_step)
            print(f"| {name} | {size} | {step} | {cells} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
