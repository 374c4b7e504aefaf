"""A site with templates of its own builds, and its pages keep what docgen adds; else one sentence says what to do."""

import logging
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.prove import prove
from docgen.site.build import SiteError, build_site
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.sampling import some

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "own_templates.yaml").read_text(encoding="utf-8"))
WRONG = Finding("changelog/x.yaml", 1, 1, "entry-too-thin", Severity.ERROR, "too <thin>")
ADDED = {
    "announce": "<strong>Draft.</strong>",
    "extrahead": '<meta name="robots" content="noindex">',
    "content": 'class="dg-copy__button"',
    "footer": "As of ",
    "scripts": r'src="[^"]*assets/docgen\.\w+\.js"',
    "styles": r'href="[^"]*assets/docgen\.\w+\.css"',
}
pytestmark = pytest.mark.slow


def project(root: Path, case: dict[str, Any]) -> Path:
    shutil.copytree(REPOSITORY / "tests" / "check" / "sample", root)
    theme = {"name": "material", "font": False, **case.get("theme", {})}
    files = {f"mine/{path}": text for path, text in case.get("files", {}).items()}
    if files:
        theme["custom_dir"] = "mine"
    docs = {f"docs/{path}": text for path, text in case.get("docs", {}).items()}
    front = f"---\ntemplate: {case['template']!r}\n---\n" if "template" in case else ""
    home = {"docs/index.md": front + (root / "docs" / "index.md").read_text(encoding="utf-8")}
    settings = {
        "site_name": "Sample",
        "site_url": "https://docs.example/",
        "site_dir": "build/site",
        "theme": theme,
        "plugins": ["search", "docgen"],
        **case.get("settings", {}),
    }
    if "hook" in case:
        settings["hooks"] = ["hook.py"]
        files["hook.py"] = case["hook"]
    for path, text in {**files, **docs, **home, "mkdocs.yml": yaml.safe_dump(settings)}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def build(root: Path) -> Path:
    read, _ = load(root, parse_now("2026-06-01"))
    assert read is not None
    return build_site(root, Analysis(read, prove(read), Changes(), (WRONG,)), draft=True, use_cache=False)


@pytest.mark.parametrize("case", some(CASES, 6), ids=lambda case: case["what"])
def test_a_site_keeps_its_templates_and_what_docgen_adds(
    case: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = project(tmp_path / "project", case)
    if "stops" in case:
        with pytest.raises(SiteError) as stop:
            build(root)
        assert case["stops"] in str(stop.value)
        return
    with caplog.at_level(logging.INFO, "mkdocs.plugins.docgen"):
        site = build(root)
    name = case.get("page", "index.html")
    page = (site / name).read_text(encoding="utf-8")
    lost = {block for block, mark in ADDED.items() if not re.search(mark, page)}
    expected = set(case.get("lost", ())) | ({"content"} if name != "index.html" else set())
    assert (lost, [text for text in case.get("has", ()) if text not in page]) == (expected, [])
    assert [path for path in case.get("made", ()) if not (site / path).is_file()] == []
    said = [record for record in caplog.records if "cannot add" in record.getMessage()]
    assert case.get("says", "") in "\n".join(record.getMessage() for record in said)
    assert bool(said) == ("says" in case)
    assert {record.levelno for record in said} <= {logging.INFO}, "`mkdocs build --strict` stops at a warning"
