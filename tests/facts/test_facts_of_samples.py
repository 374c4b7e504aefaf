"""What a sample on a page is tied to, and what is wrong in it: in a guide, and where a text is strict."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from docgen.check.docs_examples import example_in_docs_invalid
from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import passages
from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.change import Changes
from docgen.model.project import Project
from docgen.positions.source import Source
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

SAMPLES: Final[list[dict[str, Any]]] = load_yaml(Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8"))
STRICT: Final = [case for case in SAMPLES if "only_guide" not in case]
PAGE: Final = "docs/guides/x.md"


@pytest.fixture(scope="module")
def scope() -> Scope:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return Scope(Vocabularies(project), None)


def with_page(project: Project, text: str) -> Project:
    """The project with one page."""
    return msgspec.structs.replace(project, docs=(Source(PAGE, text),))


def wrong(text: str, scope: Scope) -> list[str]:
    """The facts of a page that are not bound; of a guide, those that are contradicted."""
    project, found = with_page(scope.project, text), []
    [passage] = (one for one in passages(project) if one.source.path == PAGE)
    for fact, verdict in Reader(passage, scope).facts():
        if verdict.state == "contradicted" or (verdict.state == "unbound" and "facts: strict" in text):
            assert verdict.message
            assert verdict.hint
            assert passage.text[fact.start : fact.end] == fact.text
            found.append(f"{verdict.state} {fact.text}")
    return found


def said(text: str, scope: Scope) -> list[str]:
    """What example-in-docs-invalid says of a page."""
    project = with_page(scope.project, text)
    findings = example_in_docs_invalid.run(project, (), Changes())
    return [one.message for one in findings if one.path == PAGE]


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case["sample"])
def test_what_is_wrong_in_a_sample_of_a_guide(case: dict[str, Any], scope: Scope) -> None:
    assert wrong(case["text"], scope) == case.get("guide", [])
    assert said(case["text"], scope) == case.get("says", [])


@pytest.mark.parametrize("case", STRICT, ids=lambda case: case["sample"])
def test_what_is_wrong_in_a_sample_of_a_strict_text(case: dict[str, Any], scope: Scope) -> None:
    text = f"---\nfacts: strict\n---\n{case['text']}"
    assert wrong(text, scope) == case.get("strict", case.get("guide", []))
    assert said(text, scope) == case.get("strict_says", case.get("says", []))


@pytest.mark.parametrize(("name", "style", "is_known"), [
    ("size", {}, True),
    ("filter", {}, False),
    ("size", {"style": "deepObject"}, False),
    ("filter[size]", {"style": "deepObject"}, True),
])  # fmt: skip
def test_an_object_in_a_query_has_the_names_of_its_fields_unless_its_style_is_another(
    name: str, style: dict[str, str], is_known: bool, scope: Scope
) -> None:
    project = scope.project
    document = json.loads((REPOSITORY / "changelog/2026-05-15/api-spec.json").read_text(encoding="utf-8"))
    size = {"type": "object", "properties": {"size": {"type": "integer"}}}
    listed = document["paths"]["/v1/usage/events"]["get"].setdefault("parameters", [])
    listed.append({"name": "filter", "in": "query", "schema": size, **style})
    spec, _ = parse_spec("api-spec.json", json.dumps(document).encode())
    pins = (*project.pins[:-1], msgspec.structs.replace(project.pins[-1], spec=spec))
    changed = Scope(Vocabularies(msgspec.structs.replace(project, pins=pins)), None)
    url = f"https://api.aurous-labs.com/v1/usage/events?{name}=9"
    page = f'---\nfacts: strict\n---\n```bash\ncurl "{url}" -H "Authorization: Bearer $KEY"\n```\n'
    assert {*wrong(page, changed)} == (set() if is_known else {f"contradicted {url}"})
