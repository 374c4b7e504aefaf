"""A page that is taken from the run before is the one that would be made: whatever was edited between the two."""

import copy
import json
import random
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.differ.project import changes
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Content
from docgen.prove import prove
from docgen.records import RecordCache
from docgen.render import render
from docgen.render.made import Known
from tests.conftest import REPOSITORY

from .searching import EXAMPLES

pytestmark = pytest.mark.slow
HARBOUR = REPOSITORY / "tests/other/harbour"
NAMES = ("changelog", "redirects", "docs", "pyproject.toml", "mkdocs.yml")
CASES = yaml.safe_load((Path(__file__).parent / "kept_pages.yaml").read_text("utf-8"))
METHODS = ("get", "put", "delete")
TEXTS = ("", "Another text.", "`POST /v1/images`", "draft", "https://api.example/", "2026-05-15", "<b>", "x" * 300)


class _Edit:
    """One edit of a JSON value, chosen at random, at each depth as often: a part goes, has another name or value."""

    def __init__(self, chosen: random.Random) -> None:
        self._chosen = chosen

    def of(self, document: Any) -> Any:  # noqa: ANN401 - any JSON
        """The value as it is after the edit, which may be made in place."""
        nodes = [(node, depth) for node, depth in _nodes(document) if node]
        depth = self._chosen.randint(0, max(depth for _, depth in nodes))
        holder = self._chosen.choice([node for node, at in nodes if at == depth])
        key = self._chosen.choice(list(holder) if isinstance(holder, dict) else list(range(len(holder))))
        kind = self._chosen.choice(("gone", "again", "renamed", "everywhere", "other", "other", "other"))
        if kind == "gone":
            del holder[key]
        elif isinstance(key, str) and kind == "again":
            holder[f"{key}_again"] = json.loads(json.dumps(holder[key], default=str))
        elif isinstance(key, str) and kind == "renamed":
            self._rename(holder, key)
        elif isinstance(key, str) and kind == "everywhere":
            # also where a reference, a list of required fields or an example has it
            other = self._name(key)
            return json.loads(json.dumps(document, default=str).replace(json.dumps(key)[1:-1], json.dumps(other)[1:-1]))
        else:
            holder[key] = self._other(holder[key], document)
        return document

    def _name(self, key: str) -> str:
        return self._chosen.choice((f"{key}Other", key.capitalize(), f"{key}/other", *METHODS, "200", "404"))

    def _rename(self, holder: dict[str, Any], key: str) -> None:
        name = self._name(key)
        renamed = {name if at == key else at: value for at, value in holder.items()}
        holder.clear()
        holder.update(renamed)

    def _other(self, value: Any, document: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, bool):
            return not value
        if isinstance(value, int | float):
            return value + 1
        if isinstance(value, str):
            elsewhere = [text for node, _ in _nodes(document) for text in _texts(node)]
            return self._chosen.choice((f"{value} edited", value.upper(), *TEXTS, self._chosen.choice(elsewhere)))
        others = [node for node, _ in _nodes(document) if type(node) is type(value)]
        # a copy: it may be around the value
        return copy.deepcopy(self._chosen.choice(others or [value]))


def _nodes(node: Any, depth: int = 0) -> Iterator[tuple[Any, int]]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict | list):
        yield node, depth
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _nodes(inner, depth + 1)


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    yield from (text for text in (node.values() if isinstance(node, dict) else node) if isinstance(text, str))


def _edit(root: Path, chosen: random.Random) -> str:
    """Edit a file of a project, and return its name."""
    files = sorted(file for name in NAMES for file in (root / name).rglob("*") if file.is_file())
    contracts = [file for file in files if file.stem in ("api-spec", "openapi")]
    file = chosen.choice([*contracts * 20, *files, root / "pyproject.toml"])
    text = file.read_text("utf-8")
    if file.suffix in (".json", ".yaml"):
        document = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - texts alone if file.suffix == ".yaml" else json.loads(text)
        document = _Edit(chosen).of(document)
        dump = yaml.safe_dump if file.suffix == ".yaml" else json.dumps
        file.write_text(dump(document, sort_keys=False) if file.suffix == ".yaml" else dump(document), "utf-8")
    elif file.suffix in (".md", ".toml"):
        lines = text.splitlines(keepends=True)
        place = chosen.randrange(len(lines) or 1)
        lines[place : place + 1] = chosen.choice(([], lines[place : place + 1] * 2, ["See `invalid_request`.\n"]))
        file.write_text("".join(lines), "utf-8")
    return file.relative_to(root).as_posix()


def _analysis(root: Path, now: datetime) -> Analysis | None:
    project, _ = load(root, now)
    return project and Analysis(with_placeholders(project), prove(project), changes(project))


def _copy(name: str, folder: Path) -> Path:
    """This project, or one of two versions, which has the reference of the older one, too."""
    root = folder / name
    root.mkdir()
    for part in NAMES:
        source = (REPOSITORY if name == "aurous" else HARBOUR) / part
        copied = shutil.copytree if source.is_dir() else shutil.copy
        copied(source, root / part)
    if name == "harbour":
        settings = root / "pyproject.toml"
        text = settings.read_text("utf-8")
        settings.write_text(text.replace("[tool.docgen]\n", '[tool.docgen]\nreference = ["2026-04"]\n'), "utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=itemgetter("shows"))
def test_a_kept_page_shows_what_was_edited(case: Mapping[str, str], tmp_path: Path) -> None:
    root, known, now = _copy(case["project"], tmp_path), Known(RecordCache({}), ""), datetime(2026, 8, 1, tzinfo=UTC)
    before = _files(root, now, known)
    file = root / case["file"]
    file.write_text(file.read_text("utf-8").replace(case["old"], case["new"]), "utf-8")
    wanted = _files(root, now)
    assert wanted != before
    assert _files(root, now, known) == wanted


def _files(root: Path, now: datetime, known: Known | None = None) -> Mapping[str, Content]:
    analysis = _analysis(root, now)
    assert analysis
    return dict(render(analysis, known=known))


@pytest.fixture(scope="module", params=["aurous", "harbour"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(request.param, tmp_path_factory.mktemp("kept"))


@EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_a_kept_page_is_the_one_that_would_be_made(project: Path, seed: int) -> None:
    chosen, kept = random.Random(seed), RecordCache({})  # noqa: S311 - the same edits for a seed
    root = project.with_name("edited")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(project, root)
    for number in range(3):
        edited = _edit(root, chosen) if number else "nothing"
        now = chosen.choice((datetime(2026, 8, 1, tzinfo=UTC),) * 5 + (datetime(2026, 9, 9, 7, tzinfo=UTC),))
        if analysis := _analysis(root, now):
            made = render(analysis, known=Known(kept, ""))
            wanted = render(analysis)
            assert {path for path in wanted if made.get(path) != wanted[path]} == set(), edited
            assert list(made) == list(wanted), edited
