"""What `docgen build` costs as a site grows: cold beside `docgen check` plus `mkdocs build`, after an edit beside cold.

Usage: python tests/benchmarks/build.py [--runs N] [--contract FILE] [CODESxOPERATIONS ...]

Each size is a project of that many error codes, each with a writer's page of 59 lines, and that many operations; that
of a contract is what `docgen init` makes of it. The commands run in turn as whole processes; printed are the medians
of their processor time, the median of the ratios within a turn, and what a page costs, the check included.

plain:      `mkdocs build` of the tree that `docgen render` wrote, without docgen.
cold:       `docgen build` without a cache beside it (at most 1.08 of check + plain).
entry:      `docgen build` after one edited entry (at most 0.25 of cold).
operation:  `docgen build` after one edited operation (at most 0.25 of cold); its site is held against a build without
            cache.
"""

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from build_data import NOW, PIN, edit_operation, edit_title, write

SIZES = ("100x10", "1000x2", "3000x10", "100x100", "100x1000", "1000x1000")
NAMES = ("check", "plain", "cold", "entry", "operation")


class Cost:
    """What runs of one command took: seconds of the processor (user and system), and memory in MB."""

    def __init__(self) -> None:
        self.processor: list[float] = []
        self.memory: list[float] = []

    def run(self, *command: str, allowed: Collection[int] = (0,)) -> None:
        """Run a process to its end; an exit code that is not `allowed` ends the benchmark with what it printed."""
        with tempfile.TemporaryFile() as printed:
            with subprocess.Popen([sys.executable, *command], stdout=printed, stderr=printed) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in allowed:
                printed.seek(0)
                sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{printed.read().decode()}")
        self.processor.append(used.ru_utime + used.ru_stime)
        self.memory.append(used.ru_maxrss / 1024)


def digest(site: Path) -> str:
    """One digest of all files of a site, their names and their bytes."""
    state = hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        state.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()


def measure(root: Path, entry: Path, runs: int) -> dict[str, Cost]:
    """Run the commands in turn, with another title of an entry; the first warms the disk and does not count."""
    pages, site = root / "build" / "pages", root / "build" / "site"
    project = ("-m", "docgen", "-C", str(root))
    text, contract = entry.read_text(encoding="utf-8"), entry.with_name("api-spec.json")
    Cost().run(*project, "build", *NOW)
    Cost().run(*project, "render", str(pages), *NOW)
    costs = {name: Cost() for name in NAMES}
    for turn in range(runs + 1):
        counted = costs if turn else {name: Cost() for name in NAMES}
        counted["check"].run(*project, "check", "--no-cache", *NOW)
        counted["plain"].run("-m", "mkdocs", "build", "-q", "-f", str(pages / "mkdocs.yml"))
        entry.write_text(text, encoding="utf-8")
        shutil.rmtree(root / "build" / ".docgen-cache")
        counted["cold"].run(*project, "build", *NOW)
        edit_title(entry, turn)
        counted["entry"].run(*project, "build", *NOW)
        edit_operation(contract, turn)
        counted["operation"].run(*project, "build", *NOW)
    warm = digest(site)
    Cost().run(*project, "build", "--no-cache", *NOW)
    if digest(site) != warm:
        sys.exit("the warm site is not the cold one")
    return costs


def of_size(size: str, root: Path) -> Path:
    """Write the project of a size, and return an entry to edit."""
    codes, operations = (int(number) for number in size.split("x"))
    write(root, codes, operations)
    return root / "changelog" / PIN / "errors-have-codes.yaml"


def of_contract(contract: str, root: Path) -> Path:
    """Write the project of a contract, and return an entry to edit."""
    Cost().run("-m", "docgen", "init", "--spec", contract, "--pin", PIN, *NOW, str(root))
    return root / "changelog" / PIN / "first-contract.yaml"


def row(name: str, root: Path, entry: Path, runs: int) -> str:
    """The line of the table for a project."""
    costs = measure(root, entry, runs)
    times = {name: cost.processor for name, cost in costs.items()}
    turns = list(zip(*(times[name] for name in NAMES), strict=True))
    files = list((root / "build" / "site").rglob("*.html"))
    cells = [name, f"{len(files):,}", *(f"{statistics.median(times[name]):.2f} s" for name in NAMES)]
    cells += [f"{statistics.median(build / (check + plain) for check, plain, build, *_ in turns):.2f}"]
    for built in (3, 4):
        cells += [f"{statistics.median(turn[built] / turn[2] for turn in turns):.2f}"]
    for built in (2, 3):
        cells += [f"{statistics.median(turn[built] for turn in turns) / len(files) * 1000:.1f} ms"]
    cells += [f"{sum(path.stat().st_size for path in files) / len(files) / 1000:.1f} KB"]
    cells += [f"{max(costs[name].memory):.0f} MB" for name in ("plain", "cold", "entry")]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--contract", action="append", default=[], metavar="FILE")
    parser.add_argument("sizes", nargs="*", metavar="CODESxOPERATIONS")
    asked = parser.parse_args()
    print(
        "| Project | Pages | check | plain | cold | entry | operation | cold / (check + plain) | entry / cold ", end=""
    )
    print("| operation / cold | a page cold | a page after an edit | size of a page ", end="")
    print("| peak plain | peak cold | peak after an edit |\n" + "|---" * 16 + "|")
    sizes = [(size, of_size) for size in asked.sizes or (() if asked.contract else SIZES)]
    for name, prepare in (*sizes, *((contract, of_contract) for contract in asked.contract)):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            print(row(Path(name).name, root, prepare(name, root), asked.runs), flush=True)


if __name__ == "__main__":
    main()
