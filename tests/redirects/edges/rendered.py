"""What every edge is given for the rules of the list, in `rendered/`: a change of it is seen where it is reviewed.

python -m tests.redirects.edges.rendered
"""

from pathlib import Path
from typing import Any

from docgen.model.files import Files
from docgen.model.redirect import Rule
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import ALL_FEATURES, EXTENSIONS
from docgen.redirects.edges.files import Setup
from docgen.write import Owned, plan
from tests.redirects.edges.rules import build, redirects
from tests.redirects.edges.test_header_rules import RULES

FOLDER = Path(__file__).with_name("rendered")
SUNSET = 1_785_801_600  # 2026-08-04
SIGNS = {"id": "signs", "path": "/signs", "match": "exact", "headers": [["X-Signs", 'a "quoted" {word} in \\ braces']]}
SIGNS |= {"gone": {"status": 404, "body": "It is gone."}}
SETUP = Setup(now=SUNSET - 1, accepted=ALL_FEATURES - set(EXTENSIONS))
DOCS = DocsHost("docs.aurous-labs.com", (("X-Frame-Options", "DENY"), ("X-Signs", 'a `word` "quoted" {in} braces')))


def files_of(name: str) -> Files:
    """The files of an edge, `<edge>/<file>`, with that of the documentation's host."""
    rules = (*redirects(SUNSET), build({**SIGNS, "to": "https://docs.aurous-labs.com/"}, SUNSET), *RULES)
    return {**EDGES[name].render(rules, SETUP), **EDGES[name].render_docs_host(DOCS)}


def limits_of(name: str) -> Files:
    """`<edge>/limits.txt`: each limit with the first of the rules that is beyond it; none where none is."""
    found = {(excess.limit.what, excess.hint): excess for excess in reversed(EDGES[name].excesses(_many(), SETUP))}
    lines = [
        f"{one.redirect.id}: {one.actual} {one.limit.what}, limit {one.limit.figure}: {one.hint}\n"
        for one in sorted(found.values(), key=lambda excess: excess.limit.what)
    ]
    return {f"{name}/limits.txt": "".join(lines)} if lines else {}


def written(name: str) -> Files:
    """The files of an edge in `rendered/`."""
    files = (path for path in (FOLDER / name).rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _many() -> list[Rule]:
    """Rules at each limit and beyond it."""
    rules: list[dict[str, Any]] = [{"excluded": ["OPTIONS"], "headers": [["X-A", "1"]]}] * 60
    rules += [{"forever": True, "match": "prefix"}] * 160
    rules += [{"gone": {"status": 404, "body": "x" * size}} for size in (3998, 3999, 4096, 4097, 8190, 8191)]
    rules += [{"headers": [[f"X-{number}", "1"] for number in range(count)]} for count in (18, 19)]
    rules += [{"headers": [["X-Long", "x" * size]]} for size in (1992, 1993, 3998, 3999)]
    rules += [{"path": "/" + "x" * size} for size in (500, 950, 1023, 1024, 2100)]
    rules += [{"headers": [["X-Odd", ":splat"], ["X-Edge-A", "1"]]}, {"path": "/over", "gone": {"status": 410}}]
    rules += [{"path": "/over", "match": "prefix", "forever": True}]
    common = {"match": "exact", "to": "https://docs.aurous-labs.com/"}
    built = (build({**common, "id": f"r{n}", "path": f"/r{n}", **rule}, SUNSET) for n, rule in enumerate(rules))
    return [*built, *RULES]


if __name__ == "__main__":
    for name in EDGES:
        plan({**files_of(name), **limits_of(name)}, FOLDER, Owned(name, "*")).apply()
