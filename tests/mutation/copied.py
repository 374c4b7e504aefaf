"""A copy of the repository in which mutmut makes its mutants."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.mutation.undecorated import undecorated

ROOT: Final = Path(__file__).parent.parent.parent
OWN_FILES: Final = {
    # a process that a test starts elsewhere finds no settings of mutmut, so it records nothing
    "sitecustomize.py": """\
import os
if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    del os.environ["MUTANT_UNDER_TEST"]
""",
    # the package's own tests before others, and what is quick first; mutmut calls each function through two others,
    # and pytest finds no test again whose id has a backslash; what collecting the tests cached is forgotten, and where
    # mutmut notes which test calls what, so is what each test cached, or only the first would call a cached function
    "conftest.py": """\
import functools, gc, json, os, pathlib, sys
sys.setrecursionlimit(2_000)
caches = []
def pytest_runtestloop(session):
    caches[:] = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    forget()
def pytest_runtest_setup(item):
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        forget()
def forget():
    for cached in caches:
        cached.cache_clear()
def pytest_collection_modifyitems(items):
    file = pathlib.Path("mutmut-stats.json")
    durations = json.loads(file.read_text())["duration_by_test"] if file.exists() else {}
    items[:] = [item for item in items if "\\\\" not in item.nodeid]
    items.sort(key=lambda item: (not item.nodeid.startswith("tests/PACKAGE/"), durations.get(item.nodeid, 0)))
""",
}


def copied(package: str, tests: Sequence[str]) -> Path:
    """A fresh copy of the repository as it is, with the settings of mutmut for a package and the tests of it."""
    copy = ROOT / "build/mutation" / package
    shutil.rmtree(copy, ignore_errors=True)
    (copy / "mutants").mkdir(parents=True)  # before a process looks for modules there
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True)  # noqa: S607
    names = [name for name in listed.splitlines() if (ROOT / name).is_file()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for source in (copy / "docgen" / package).rglob("*.py"):
        source.write_text(undecorated(source.read_text(encoding="utf-8")), encoding="utf-8")
    for name, text in OWN_FILES.items():
        (copy / name).write_text(text.replace("PACKAGE", package), encoding="utf-8")
    settings = {
        "source_paths": ["docgen"],
        "only_mutate": [f"docgen/{package}/*"],
        "also_copy": sorted({name.partition("/")[0] for name in names} - {"docgen"} | OWN_FILES.keys()),
        "pytest_add_cli_args": ["-m", "not slow and not sources"],
        "pytest_add_cli_args_test_selection": list(tests),
        "process_isolation": "forkserver",  # so that nothing is cached of a run without the mutant
        "timeout_multiplier": 5,
        "timeout_constant": 5,  # a busy machine kills no mutant
    }
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))
    return copy
