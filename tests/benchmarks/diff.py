"""What `docgen diff` costs beside a process that only parses both files; and how it grows with the document.

Usage: python tests/benchmarks/diff.py [--runs N] [--data FOLDER]

Each pair in FOLDER (old and new JSON, gzipped) is compared N times, in turn with the parse-only process: the same
parser, default settings, both documents kept, normal exit. Printed are the medians of the clock, their ratio, that of
processor time, and the peak of memory. Targets: 1.6x and 150 MB for pairs of megabytes, 3x for one of 12 KB.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "real"
PARSE = """
import sys, msgspec
documents = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        documents.append(msgspec.json.decode(file.read()))
"""


class Cost:
    """What runs of one command took: seconds by the clock and by the processor, and memory in MB."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.processor: list[float] = []
        self.memory: list[float] = []

    def run(self, *command: str) -> None:
        """Run a process to its end; a failure ends the benchmark."""
        started = time.perf_counter()
        # outside of a project: what this repository accepts is no part of a vendor's contract
        folder = tempfile.gettempdir()
        with subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, cwd=folder) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)}: exit {process.returncode}")
        self.wall.append(time.perf_counter() - started)
        self.processor.append(used.ru_utime + used.ru_stime)
        self.memory.append(used.ru_maxrss / 1024)


def beside(old: Path, new: Path, runs: int) -> tuple[Cost, Cost]:
    """The diff and the parse-only process, in turn; the first run of each warms the disk and does not count."""
    diff, parse = Cost(), Cost()
    for run in range(runs + 1):
        for cost, command in ((diff, ("-m", "docgen", "diff", "--format", "json")), (parse, ("-c", PARSE))):
            (Cost() if run == 0 else cost).run(*command, str(old), str(new))
    return diff, parse


def pairs(data: Path, folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """The unpacked JSON pairs of a folder by name, the smallest first."""
    found: dict[str, dict[str, Path]] = {}
    for packed in sorted(data.rglob("*.json.gz")):
        name = str(packed.relative_to(data)).removesuffix(".json.gz").replace("/", "-")
        for side in ("old", "new"):
            if name.endswith(side):
                path = folder / f"{name}.json"
                with gzip.open(packed) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target)  # a child's peak of memory begins with its parent's size
                found.setdefault(name.removesuffix(side).strip("-._"), {})[side] = path
    for name, sides in sorted(found.items(), key=lambda pair: max(path.stat().st_size for path in pair[1].values())):
        if len(sides) == 2:
            yield name, sides["old"], sides["new"]


def generated(size: int, changed: bool) -> bytes:
    """A contract with as many schemas and operations as `size`, in a chain; each tenth schema loses a field."""
    schemas = {
        f"S{index}": {
            "type": "object",
            "properties": {
                "next": {"$ref": f"#/components/schemas/S{(index + 1) % size}"},
                **{f"f{field}": {"type": "string", "description": "text " * 10} for field in range(10)},
                **({} if changed and index % 10 == 0 else {"gone": {"type": "integer"}}),
            },
        }
        for index in range(size)
    }
    paths = {
        f"/p{index}": {
            "get": {
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/S{index}"}}},
                    }
                }
            }
        }
        for index in range(size)
    }
    info = {"title": "T", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}).encode()


def measure(runs: int, data: Path) -> None:
    """Print a line for each pair, then one for each size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'pair':45} {'diff':>8} {'parse':>8} {'ratio':>6} {'by CPU':>7} {'memory':>8}")
        for title, old, new in pairs(data, folder):
            diff, parse = beside(old, new, runs)
            wall = statistics.median(diff.wall), statistics.median(parse.wall)
            by_processor = statistics.median(diff.processor) / statistics.median(parse.processor)
            figures = f"{wall[0]:7.3f}s {wall[1]:7.3f}s {wall[0] / wall[1]:5.2f}x {by_processor:6.2f}x"
            print(f"{title[:45]:45} {figures} {max(diff.memory):6.0f}MB")
        print("growth: operations, MB of both files, seconds of the processor, seconds a MB")
        for size in (500, 1000, 2000, 4000):
            old, new = folder / "a.json", folder / "b.json"
            old.write_bytes(generated(size, False))
            new.write_bytes(generated(size, True))
            cost = Cost()
            for _ in range(min(runs, 3)):
                cost.run("-m", "docgen", "diff", "--format", "json", str(old), str(new))
            size_mb = (old.stat().st_size + new.stat().st_size) / 1e6
            spent = statistics.median(cost.processor)
            print(f"{size:6} {size_mb:6.1f} {spent:7.2f} {spent / size_mb:7.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    measure(options.runs, options.data)
