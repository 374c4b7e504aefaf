"""What `docgen check`, `init` and `diff` cost on large contracts, as ratios to a process that only parses these.

Usage: python tests/benchmarks/checks.py OLD NEW [--runs N]

OLD and NEW are two versions of one contract as JSON. The commands run in turn as whole processes; printed are medians
of their processor time and of their peak memory, and the median of the ratios within a turn. Then `check` runs on four
sizes of OLD: an eighth, a quarter and half of its paths, and all of them. It measures the docgen in the current folder.
"""

import argparse
import json
import re
import shutil
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from build import Cost

NOW = ("--now", "2026-06-01")
PARSE = "import msgspec, sys\nfor path in sys.argv[1:]: msgspec.json.decode(open(path, 'rb').read())"
DOCGEN = ("-m", "docgen")


def init(root: Path, contract: Path) -> tuple[str, ...]:
    """The command that makes a project of a contract."""
    return (*DOCGEN, "init", "--spec", str(contract), "--pin", "v1", *NOW, str(root))


def add_pin(root: Path, contract: Path) -> None:
    """A second pin, as a copy of the first with another contract."""
    first, second = root / "changelog/v1", root / "changelog/v2"
    second.mkdir()
    text = (first / "pin.yaml").read_text(encoding="utf-8")
    (second / "pin.yaml").write_text(re.sub("(?m)^released: .*", "released: 2026-05-01", text), encoding="utf-8")
    shutil.copy(contract, second / "api-spec.json")


def commands(folder: Path, old: Path, new: Path) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Each command by its name, with the name of what it is compared with."""
    one, two = folder / "one", folder / "two"
    for root in (one, two):
        Cost().run(*init(root, old))
    Cost().run(*DOCGEN, "-C", str(one), "check", *NOW, allowed=(0, 1))
    add_pin(two, new)
    return {
        "parse one": ("parse one", ("-c", PARSE, str(old))),
        "parse both": ("parse both", ("-c", PARSE, str(old), str(new))),
        "check, one pin": ("parse one", (*DOCGEN, "-C", str(one), "check", "--no-cache", *NOW)),
        "check, one pin, again": ("parse one", (*DOCGEN, "-C", str(one), "check", *NOW)),
        "check, two pins": ("parse both", (*DOCGEN, "-C", str(two), "check", "--no-cache", *NOW)),
        "init": ("parse one", init(folder / "new", old)),
        "diff": ("parse both", (*DOCGEN, "diff", str(old), str(new))),
    }


def table(folder: Path, old: Path, new: Path, runs: int) -> None:
    """Print a row for each command."""
    listed = commands(folder, old, new)
    costs = {name: Cost() for name in listed}
    for _ in range(runs):
        for name, (_, command) in listed.items():
            shutil.rmtree(folder / "new", ignore_errors=True)
            costs[name].run(*command, allowed=(0, 1))  # a check that finds errors is a check, too
    print("| Command | Processor time | Ratio | Peak memory |\n" + "|---" * 4 + "|")
    for name, (base, _) in listed.items():
        ratios = [time / least for time, least in zip(costs[name].processor, costs[base].processor, strict=True)]
        ratio = "" if name == base else f"{statistics.median(ratios):.1f} x {base}"
        memory = statistics.median(costs[name].memory)
        print(f"| {name} | {statistics.median(costs[name].processor):.2f} s | {ratio} | {memory:.0f} MB |", flush=True)


def growth(folder: Path, old: Path, runs: int) -> None:
    """Print how `check` grows with the paths of one contract."""
    document = json.loads(old.read_bytes())
    paths = list(document["paths"].items())
    print("\n| Paths | Size | parse | check | Ratio |\n" + "|---" * 5 + "|")
    for part in (8, 4, 2, 1):
        contract = folder / f"part{part}.json"
        contract.write_text(json.dumps({**document, "paths": dict(paths[::part])}), encoding="utf-8")
        Cost().run(*init(folder / f"part{part}", contract))
        parse, check = Cost(), Cost()
        for _ in range(runs):
            parse.run("-c", PARSE, str(contract))
            check.run(*DOCGEN, "-C", str(folder / f"part{part}"), "check", "--no-cache", *NOW, allowed=(0, 1))
        times = [statistics.median(cost.processor) for cost in (parse, check)]
        size = f"{contract.stat().st_size / 1e6:.1f} MB"
        print(f"| {len(paths[::part])} | {size} | {times[0]:.2f} s | {times[1]:.2f} s | {times[1] / times[0]:.1f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=lambda text: Path(text).resolve())
    parser.add_argument("new", type=lambda text: Path(text).resolve())
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        table(Path(made), asked.old, asked.new, asked.runs)
        growth(Path(made), asked.old, asked.runs)
