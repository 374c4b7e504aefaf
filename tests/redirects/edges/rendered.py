"""What every edge is given for the rules of the list, in `rendered/`: a change of it is seen where it is reviewed.

python -m tests.redirects.edges.rendered
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import ALL_FEATURES, Setup
from docgen.write import Owned, plan
from tests.redirects.edges.rules import build, redirects

FOLDER = Path(__file__).with_name("rendered")
SUNSET = 1_785_801_600  # 2026-08-04
SIGNS = {"id": "signs", "path": "/signs", "match": "exact", "headers": [["X-Signs", 'a "quoted" {word} in \\ braces']]}
SETUP = Setup(now=SUNSET - 1, accepted=ALL_FEATURES)
DOCS = DocsHost("docs.aurous-labs.com", (("X-Frame-Options", "DENY"), ("X-Signs", 'a `word` "quoted" {in} braces')))


def rendered() -> Files:
    """The files of all edges, `<edge>/<file>`, with those of the documentation's host and what is beyond a limit."""
    files: dict[str, str | bytes] = {}
    rules = (*redirects(SUNSET), build({**SIGNS, "to": "https://docs.aurous-labs.com/"}, SUNSET))
    for edge in EDGES.values():
        files |= edge.render(rules, SETUP) | edge.render_docs_host(DOCS)
    return {**files, "limits.txt": "".join(f"{line}\n" for line in _limits())}


def _limits() -> Iterator[str]:
    """Each limit of an edge with the first of its rules that is beyond it."""
    for name, edge in EDGES.items():
        found = {(excess.limit.what, excess.hint): excess for excess in reversed(edge.excesses(_many(), SETUP))}
        for excess in sorted(found.values(), key=lambda excess: excess.limit.what):
            limit = excess.limit
            yield f"{name} {excess.redirect.id}: {excess.actual} {limit.what}, limit {limit.figure}: {excess.hint}"


def _many() -> list[Redirect]:
    """Rules at each limit and beyond it."""
    rules: list[dict[str, Any]] = [{"excluded": ["OPTIONS"], "headers": [["X-A", "1"]]}] * 60
    rules += [{"forever": True, "match": "prefix"}] * 160
    rules += [{"headers": [[f"X-{number}", "1"] for number in range(count)]} for count in (18, 19)]
    rules += [{"headers": [["X-Long", "x" * size]]} for size in (1992, 1993, 3998, 3999)]
    rules += [{"gone": {"status": 404, "body": "x" * size}} for size in (3998, 3999, 4096, 4097, 8190, 8191)]
    rules += [{"path": "/" + "x" * size} for size in (500, 950, 1023, 1024, 2100)]
    rules += [{"headers": [["X-Odd", ":splat"], ["X-Edge-A", "1"]]}, {"path": "/over", "gone": {"status": 410}}]
    rules += [{"path": "/over", "match": "prefix", "forever": True}]
    common = {"match": "exact", "to": "https://docs.aurous-labs.com/"}
    return [build({**common, "id": f"r{n}", "path": f"/r{n}", **rule}, SUNSET) for n, rule in enumerate(rules)]


if __name__ == "__main__":
    plan(rendered(), FOLDER, Owned(".", "*")).apply()
