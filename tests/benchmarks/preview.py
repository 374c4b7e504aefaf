"""How long `docgen serve` takes from a save to a page that is new, beside `docgen check`.

Usage: python tests/benchmarks/preview.py [--runs N] CONTRACT ...

A project is what `docgen init` makes of a contract. Printed are medians of seconds by the clock, the medians of the
ratios within a turn, and the most memory that the preview took. A page is new when a browser is told to load it again.

entry:      after one edited entry (at most 3 of check).
operation:  after one edited operation (at most 3 of check).
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from build_data import NOW, PIN, edit_operation, edit_title

ADDRESS = "127.0.0.1:8129"
LONGEST = 600


def epoch_after(epoch: str) -> str:
    """Wait as a browser does until the preview is newer than at an epoch, and return the epoch of that."""
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        try:
            with urlopen(f"http://{ADDRESS}/livereload/{epoch}/1", timeout=LONGEST) as reply:
                latest = reply.read().decode()
        except URLError:  # it does not listen yet
            time.sleep(0.1)
            continue
        if latest != epoch:
            return str(latest)
    sys.exit(f"no page was new within {LONGEST} seconds")


def measure(contract: str, root: Path, runs: int) -> tuple[list[list[float]], float]:
    """Seconds of check, entry and operation of each turn, and MB; the first turn warms up and does not count."""
    docgen = [sys.executable, "-m", "docgen"]
    subprocess.run([*docgen, "init", "--spec", contract, "--pin", PIN, *NOW, root], check=True, capture_output=True)
    project, entry = [*docgen, "-C", str(root)], root / "changelog" / PIN / "first-contract.yaml"
    command = [*project, "serve", "--address", ADDRESS, *NOW]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as preview:
        epoch = epoch_after("0")
        turns = []
        for turn in range(runs + 1):
            start = time.perf_counter()
            subprocess.run([*project, "check", *NOW], check=False, capture_output=True)
            took = [time.perf_counter() - start]
            for edit, file in ((edit_title, entry), (edit_operation, entry.with_name("api-spec.json"))):
                time.sleep(1)  # a preview waits for more edits after one
                start = time.perf_counter()
                edit(file, turn)
                epoch = epoch_after(epoch)
                took.append(time.perf_counter() - start)
            turns.append(took)
        preview.send_signal(signal.SIGINT)
        _, _, used = os.wait4(preview.pid, 0)
        preview.returncode = 0
    return turns[1:], used.ru_maxrss / 1024


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("contracts", nargs="+", metavar="CONTRACT")
    asked = parser.parse_args()
    print("| Project | check | entry | operation | entry / check | operation / check | peak |\n" + "|---" * 7 + "|")
    for contract in asked.contracts:
        with tempfile.TemporaryDirectory() as folder:
            turns, memory = measure(contract, Path(folder) / "project", asked.runs)
        cells = [f"{statistics.median(turn[at] for turn in turns):.2f} s" for at in range(3)]
        cells += [f"{statistics.median(turn[at] / turn[0] for turn in turns):.2f}" for at in (1, 2)]
        print(f"| {' | '.join([Path(contract).name, *cells, f'{memory:.0f} MB'])} |", flush=True)


if __name__ == "__main__":
    main()
