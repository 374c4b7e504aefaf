"""What the suites share: copies of the projects to break, and the command line run in this process."""

import os
import re
import shutil
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from docgen.analysis import analyse
from docgen.cli import console, main
from docgen.model.project import Base, Project
from tests.sampling import SEED

REPOSITORY = Path(__file__).parent.parent
settings.register_profile("docgen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("docgen")  # a busy machine is no fault of the code
IN_REPOSITORY = (REPOSITORY / ".github").exists()
"""Whether the files of CI and of editors are here, which an sdist does not have."""
collect_ignore = (
    []
    if IN_REPOSITORY
    else ["report/test_ci_files.py", "report/test_release.py", "test_repository.py", "test_readme.py"]
)
CONTENT = ("changelog", "redirects", "docs", ".docgen", "mkdocs.yml", "pyproject.toml")


class Ran(msgspec.Struct, frozen=True):
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Docgen = Callable[..., Ran]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say the seed of what is sampled at the head of a run, which `-q` takes the head of pytest from."""
    if reporter := session.config.pluginmanager.get_plugin("terminalreporter"):
        reporter.write_line(f"the samples of this run: DOCGEN_SEED={SEED}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before `-m` chooses: what starts a server or a browser is slow, and what is nightly is left out by day."""
    by_night = [item for item in items if item.get_closest_marker("nightly")]
    if by_night and not os.environ.get("DOCGEN_NIGHTLY"):
        config.hook.pytest_deselected(items=by_night)
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
    for item in items:
        if any(item.get_closest_marker(name) for name in ("edge", "browser", "nightly")):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """What is set up once is used by one process; the order is that of the files, where what is long comes early."""
    from tests.scheduling import ByFixture  # without xdist, all runs in one process

    config.option.loadscopereorder = False
    return ByFixture(config, log)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """One more than there are cores where tests wait for a sunset on a real server, as none of the fast lane does.

    Not more than four: the browser's tests, which one process runs, take a third of the time of all.
    """
    waiting = 0 if config.option.markexpr == "not slow" else 1
    return min(4, (yield) + waiting)


def accept(root: Path, *entries: str) -> None:
    """Make `.docgen/accepted.yaml` of a project from entries in flow style; none but these."""
    (root / ".docgen").mkdir(exist_ok=True)
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (root / ".docgen/accepted.yaml").write_text(f"accepted:\n{lines}", encoding="utf-8")


def as_base(project: Project, day: date = date(2026, 5, 1)) -> Base:
    """A project as the base of a comparison: a commit of a day."""
    return Base(
        "main",
        project.pins,
        project.entries,
        day,
        settings=project.config_source,
        config=project.config,
        accepted=project.accepted,
        redirects=project.redirects,
        header_rules=project.header_rules,
        files=frozenset(one.source.path for one in (*project.pins, *project.entries)),
    )


@pytest.fixture(scope="session")
def uncorrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own content without the corrections of its entries, of which one run has read everything."""
    root = tmp_path_factory.mktemp("uncorrected")
    for name in CONTENT:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        elif source.exists():
            shutil.copy(source, root / name)
    forget_corrections(root)
    analyse(root, datetime(2026, 6, 1, tzinfo=UTC))
    return root


@pytest.fixture
def aurous(uncorrected: Path, tmp_path: Path) -> Path:
    """A copy of that, free to be edited; its cache has what a run looks for as of 2026-06-01."""
    return shutil.copytree(uncorrected, tmp_path / "aurous")


def forget_corrections(root: Path) -> None:
    """Entries as if they were published as they are: a test can then correct them itself."""
    for entry in root.glob("changelog/*/*.yaml"):
        text = entry.read_text(encoding="utf-8")
        kept = re.sub(r"^corrections:\n(?:[ -].*\n)+", "", text, flags=re.M)
        entry.write_text(kept, encoding="utf-8")


@pytest.fixture
def docgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Docgen:
    """Run a command line in this process, as the console script does."""
    monkeypatch.setattr(console, "_RARELY", 3600.0)  # however slow the machine is, stderr has what was said alone

    def run(root: Path, *arguments: str) -> Ran:
        with pytest.raises(SystemExit) as stop:
            main(["-C", str(root), *arguments])
        captured = capsys.readouterr()
        return Ran(int(stop.value.code or 0), captured.out, captured.err)

    return run
