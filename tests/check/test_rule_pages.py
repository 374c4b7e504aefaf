"""docgen's own pages on findings are those of the ids that docgen has, with an index."""

from docgen.check.explanations import explain_change
from docgen.check.rule_pages import rule_pages
from docgen.write import MARK
from tests.conftest import REPOSITORY

RULES = REPOSITORY / "docgen" / "docs" / "rules"
CHANGE = """\
# request-property-removed

A contract change that `docgen diff` reports.

**For example**: removed the optional field `name` from `Item`.

**Direction**: request: what a client sends, and how a webhook receiver responds.

| Policy | Level |
|---|---|
| `strict` | breaking |
| `oasdiff` | warning |
| `github` | breaking |
| `stripe` | breaking |

**Why, under `strict`**: what clients send no longer has its effect.

To set another level, add `[tool.docgen.diff.levels.request-property-removed]` with `level` and `reason`.
To accept one such change for a while, add an entry `what: request-property-removed` to `.docgen/accepted.yaml`.
"""


def test_the_pages_on_findings_are_those_of_the_rules_and_no_others() -> None:
    committed = {page.name: page.read_text(encoding="utf-8") for page in RULES.iterdir()}
    assert committed == {**rule_pages(), **MARK}


def test_the_page_on_a_change() -> None:
    assert explain_change("request-property-removed") == CHANGE
    assert explain_change("request-property-remove") is None
