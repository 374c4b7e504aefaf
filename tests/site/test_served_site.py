"""What a preview serves is what a build of all files makes, whatever was edited, failed or undone before."""

import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.errors import DocgenError
from docgen.site.build import build_site
from docgen.site.served_site import ServedSite
from tests.cases import load_yaml
from tests.properties.searching import EXAMPLES
from tests.site.test_small_site import CHECK, analysed

pytestmark = pytest.mark.slow
URL = "http://127.0.0.1:8000/"
EDITS = load_yaml(Path(__file__).with_name("served_edits.yaml").read_text(encoding="utf-8"))
NAMED = {case["edit"]: case for case in EDITS}
MKDOCS = """\
site_name: Widgets
plugins: [search, docgen]
theme:
  name: material
  custom_dir: overrides
# urls
# hooks
# options
"""
HOOK = "def on_post_page(output, page, config):\n    return output.replace('</body>', '<p>A hook.</p></body>')\n"


def project(root: Path) -> Path:
    shutil.copytree(CHECK / "sample", root)
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / "hook.py").write_text(HOOK, encoding="utf-8")
    (root / "overrides").mkdir()
    return root


def toggle(root: Path, case: dict[str, str]) -> None:
    """Make an edit, or undo it where it is made already."""
    file = root / case["file"]
    if "old" not in case:
        file.unlink() if file.exists() else file.write_text(case["new"], encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    pair = (case["new"], case["old"]) if case["new"] in text else (case["old"], case["new"])
    assert pair[0] in text
    file.write_text(text.replace(*pair, 1), encoding="utf-8")


def built(root: Path, served: ServedSite, *, cached: bool) -> dict[str, bytes] | None:
    """The files that are served after a build; None where it failed."""
    try:
        build_site(
            root,
            analysed(root, "2026-05-01"),
            draft=True,
            use_cache=cached,
            served=served,
        )
    except DocgenError:
        return None
    return files(served.folder)


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@settings(EXAMPLES, max_examples=EXAMPLES.max_examples // 5)  # each is several builds
@given(series=st.lists(st.sampled_from(sorted(NAMED)), min_size=1, max_size=5))
@example(series=["a new guide", "a new guide", "a page that fails when all files are written", "the name of the site"])
@example(
    series=["a file of the writer's where docgen has a page", "the title of an entry", "files in place of folders"]
)
def test_what_is_served_is_what_a_build_of_all_files_makes(
    series: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("served")
    root, served = project(folder / "project"), ServedSite(folder / "site", URL)
    now = built(root, served, cached=True)
    for name in series:
        toggle(root, NAMED[name])
        before, now = files(served.folder), built(root, served, cached=True)
        assert now == built(root, ServedSite(folder / "all", URL), cached=False)
        if now is None:
            assert files(served.folder) == before
    shutil.rmtree(folder)


def test_an_edit_writes_the_pages_that_it_changes(tmp_path: Path) -> None:
    root, served = project(tmp_path / "project"), ServedSite(tmp_path / "site", URL)
    built(root, served, cached=True)
    before = {path: (served.folder / path).stat().st_ino for path in files(served.folder)}
    toggle(root, NAMED["the title of an entry"])
    old, new = files(served.folder), built(root, served, cached=True)
    assert new
    written = {path for path in before if (served.folder / path).stat().st_ino != before[path]}
    pages = {path for path in written if path.endswith((".html", ".md"))}
    assert pages - {"404.html"} == {path for path in pages if old[path] != new[path]}
