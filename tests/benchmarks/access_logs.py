"""What reading access logs costs beside `zcat | wc -l` of the same file, and how much memory it takes.

Usage: python tests/benchmarks/access_logs.py [--lines N] [FORMAT]...

Each log has as many lines, of which every tenth is for one of the rules of the tests, each from another client. Printed
are, for each format, the seconds of `zcat | wc -l`, those of `docgen sunsets --log` without a project, their
ratio, the lines in a second, and the most memory that Python has held. Ratios compare within one run only.
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import docgen
from docgen.load.lines import read_traffic
from docgen.traffic.formats import FORMATS
from docgen.traffic.log import known_lines
from tests.redirects.edges.rules import redirects
from tests.sunsets.counters import counter

SUNSET = 1_785_801_600
HOST = "api.aurous-labs.com"
EXAMPLES = (Path(docgen.__file__).parent / "docs/sunsets.md").read_text(encoding="utf-8")


def example(form: str) -> str:
    return EXAMPLES.partition(f"\n# {form}\n")[2].partition("\n")[0]


def write(path: Path, form: str, count: int) -> None:
    line = example(form).replace("api.example.com", HOST)
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        for number in range(count):
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            target = "/docs" if number % 10 == 0 else f"/v2/things/{number}"
            file.write(f"{line.replace('203.0.113.7', address).replace('/docs', target, 1)}\n")


def read(path: Path) -> int:
    counted = counter(redirects(SUNSET), HOST)
    counted.read(known_lines(path.name, read_traffic(path)))
    return counted.logs().traffic["redirect/docs-site"].hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("forms", nargs="*", default=[*FORMATS, "JSON", "logfmt"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for form in options.forms:
            path = Path(folder) / f"{form}.log.gz"
            write(path, form, options.lines)
            began = time.perf_counter()
            subprocess.run(["sh", "-c", 'zcat "$1" | wc -l', "sh", path], check=True, stdout=subprocess.DEVNULL)  # noqa: S607
            plain = time.perf_counter() - began
            began = time.perf_counter()
            assert read(path) == options.lines // 10
            seconds = time.perf_counter() - began
            write(path, form, options.lines // 10)
            tracemalloc.start()
            read(path)
            peak = tracemalloc.get_traced_memory()[1] / 2**20
            tracemalloc.stop()
            rate = options.lines / seconds
            print(f"{form:16} {plain:6.2f} s {seconds:6.2f} s {seconds / plain:6.1f} x {rate:9,.0f}/s {peak:6.1f} MiB")


if __name__ == "__main__":
    main()
