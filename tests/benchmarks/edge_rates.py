"""What 500 rules of docgen cost an edge beside 500 static redirects written by hand, on the same server.

Usage: python tests/benchmarks/edge_rates.py [--edge NAME]... [--rules N] [--header-rules N] [--rounds N] [--seconds N]

Two of each server run at once, one with the generated files and one with hand-written redirects that have the same
headers and no clock. wrk asks both in turn, for a second each, for every rule and a query; then for a path that no rule
takes. Printed are, for each server, the best of the rounds in requests/s and in processor time a request, with the
ratio of the generated to the static.

With --header-rules, it asks the upstream: with so many rules that add headers, none of which covers the request, beside
a server without one. Needs wrk (apt-get install wrk) and the servers of the tests.
"""

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

sys.path.insert(0, str(Path(__file__).parents[2]))

from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.edges import EDGES
from tests.redirects.edges.kinds import KINDS
from tests.redirects.edges.rules import build
from tests.redirects.edges.servers import Server, running
from tests.redirects.edges.test_header_rules import header_rule

SUNSET = int(time.time()) + 90 * 86_400  # as near as a sunset is: its digits begin as those of the clock do
HEADERS = [["Sunset", "Tue, 04 Aug 2026 00:00:00 GMT"], ["Deprecation", "@1777939200"], ["Cache-Control", "no-store"]]
ASK = """local number = 0
request = function()
  number = (number + 7) % {count}
  return wrk.format("GET", "{path}")
end
"""
PATHS = {"redirect": '/v1/some-path-number-" .. number .. "?page=1', "pass": "/v2/nothing-here"}


class Cost(NamedTuple):
    """Requests in a second, and microseconds of processor time a request."""

    rate: float
    processor: float


def rules(count: int) -> list[Redirect]:
    """As many exact rules that answer every method."""
    return [
        build(
            {"id": f"rule-{number}", "path": f"/v1/some-path-number-{number}", "match": "exact", "headers": HEADERS}
            | {"to": f"https://docs.aurous-labs.com/v2/target-{number}", "gone": {"status": 404}},
            SUNSET,
        )
        for number in range(count)
    ]


def processor(pid: int) -> float:
    """Seconds of processor time that a process and its children have used."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
            if int(stat.parent.name) == pid:
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            elif int(fields[1]) == pid:
                total += processor(int(stat.parent.name))
    return total


def ask(server: Server, script: Path, seconds: int) -> Cost:
    """Ask a server for some seconds; a connection that breaks ends the benchmark."""
    before = processor(server.pid)
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(script), "-H", "Host: api.aurous-labs.com"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}/"], capture_output=True, text=True, check=True
    ).stdout
    used = processor(server.pid) - before
    if "Socket errors" in said:
        sys.exit(said)
    count, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec: *([\d.]+)", said)
    assert count and rate
    return Cost(float(rate[1]), used / int(count[1]) * 1e6)


def header_rules(count: int) -> tuple[HeaderRule, ...]:
    """As many rules for live operations, which a version or a method tells apart, too."""
    return tuple(
        header_rule(
            {"id": f"rule-{number}", "path": f"/v1/resource-{number}/{{id}}/part", "methods": ("GET", "HEAD")}
            | {"headers": dict(map(tuple, HEADERS[:2])), **({"version": "2025-05-05"} if number % 9 == 0 else {})}
        )
        for number in range(count)
    )


def beside(name: str, count: int, headers: int, rounds: int, seconds: int) -> None:
    """Run the generated and the static rules of one server, and print what they cost."""
    kind = KINDS[name]._replace(quick_start=())
    with contextlib.ExitStack() as stack:
        servers = []
        for is_generated in (True, False):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            setup = kind.setup(folder=folder)
            if headers:
                added = header_rules(headers) if is_generated else ()
                files = EDGES[kind.edge].render((), msgspec.structs.replace(setup, header_rules=added))
            else:
                generated = EDGES[kind.edge].render(rules(count), setup) if is_generated else None
                files = generated or kind.static(rules(count))
            servers.append(stack.enter_context(running(kind, files, folder)))
        for what, path in PATHS.items():
            if headers and what == "redirect":
                continue
            script = folder / f"{what}.lua"
            script.write_text(ASK.format(count=count, path=path), "utf-8")
            asked = [[ask(server, script, seconds) for server in servers] for _ in range(rounds)]
            rate = [max(turn[index].rate for turn in asked) for index in (0, 1)]
            used = [min(turn[index].processor for turn in asked) for index in (0, 1)]
            print(
                f"{name:20} {what:9} {rate[0]:9.0f} {rate[1]:9.0f}/s {rate[0] / rate[1]:6.2f}"
                f" {used[0]:8.1f} {used[1]:8.1f} us {used[0] / used[1]:6.2f}",
                flush=True,
            )


def main() -> None:
    """Read the options and print a line for each server and kind of request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edge", action="append", choices=sorted(name for name, kind in KINDS.items() if kind.static))
    parser.add_argument("--rules", type=int, default=500)
    parser.add_argument("--header-rules", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=1)
    options = parser.parse_args()
    print(f"{'server':20} {'request':9} {'generated':>9} {'static':>9}   {'ratio':>6} {'generated':>8} {'static':>8}")
    for name in options.edge or [name for name, kind in KINDS.items() if kind.binary and kind.static]:
        beside(name, options.rules, options.header_rules, options.rounds, options.seconds)


if __name__ == "__main__":
    main()
