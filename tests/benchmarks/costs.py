"""What docgen costs beside its baselines, whole processes in turn, as ratios of medians of processor time.

Usage: python tests/benchmarks/costs.py [--runs N]

check: `docgen check` against a process that reads and validates the same files (at most 1.5x).
build: `docgen build` against `docgen check` plus `mkdocs build` of the tree that it renders (at most 1.25x).
edit:  `docgen check` after one edited entry, which a writer waits for (reported in seconds).
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
NOW = ("--now", "2026-06-01")


def seconds(*command: str) -> float:
    """The processor time (user and system) of one process; a failure ends the benchmark with what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}: exit {ran.returncode}\n{ran.stdout}{ran.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def copy(folder: Path) -> Path:
    """A copy of this repository's content."""
    root = folder / "project"
    for name in ("changelog", "redirects", "docs", ".docgen"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root)
    return root


def measure(runs: int) -> None:
    """Print a line for each comparison."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy(Path(folder))
        project, rendered = ("-m", "docgen", "-C", str(root)), str(root / "build" / "pages")
        seconds(*project, "render", rendered, *NOW)
        commands = {
            "baseline": (str(Path(__file__).with_name("baseline_check.py")), str(root)),
            "check": (*project, "check", "--no-cache", *NOW),
            "mkdocs": ("-m", "mkdocs", "build", "-q", "-f", f"{rendered}/mkdocs.yml"),
            "build": (*project, "build", *NOW),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(seconds(*command))
        median = {name: statistics.median(values) for name, values in times.items()}
        entry = next(root.glob("changelog/*/versioning.yaml"))
        entry.write_text(entry.read_text(encoding="utf-8").replace("title: ", "title: The ", 1), encoding="utf-8")
        print(f"check  {median['check']:.2f} s = {median['check'] / median['baseline']:.2f} x baseline")
        together = median["check"] + median["mkdocs"]
        beside = f"(check + mkdocs {median['mkdocs']:.2f} s)"
        print(f"build  {median['build']:.2f} s = {median['build'] / together:.2f} x {beside}")
        print(f"edit   {seconds(*commands['check']):.2f} s for `docgen check` after one edit")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    measure(parser.parse_args().runs)
