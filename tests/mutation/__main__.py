"""Which mutants of a package its tests kill, by mutmut: a sample of them, the same for the same seed.

mutmut leaves functions with decorators out, as all rules are. So it is given `name = decorator(name)` below a function
in the place of `@decorator` above it. Constants of modules have no mutants.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.mutation.copied import copied
from tests.mutation.equivalents import equivalents, is_equivalent

OUTCOMES: Final[Mapping[int | None, str]] = {
    None: "not tested",
    0: "survived",
    1: "killed",
    2: "killed",
    3: "killed",
    33: "run by no test",
    255: "not tested",
}
"""Of the exit codes of pytest, and of mutmut where pytest did not run; any other is that of a process out of time."""
UNSEEN: Final = {"survived", "run by no test", "not tested"}
ELSEWHERE: Final = {
    "load": (
        "tests/cli/test_contract_elsewhere.py",
        "tests/cli/test_plan.py",
        "tests/cli/test_second_pin.py",
        "tests/cli/test_several_files.py",
        "tests/cli/test_against.py",
        "tests/cli/test_diff.py",
        "tests/test_contract_cache.py",
        "tests/test_public_api.py",
    ),
    "openapi": ("tests/differ", "tests/prove", "tests/load"),
    "write": ("tests/test_contract_cache.py",),
}
"""Tests of a package in other folders than its own, where its own tests do not reach all of it."""


def mutmut(copy: Path, *arguments: str) -> str:
    """What mutmut prints. It may fail: its verdicts are in its files."""
    environment = {**os.environ, "PYTHONPATH": str(copy / "mutants"), "DOCGEN_SEED": "1"}  # the same tests each time
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    ran = subprocess.run(
        command, cwd=copy, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return ran.stdout


def exit_codes(copy: Path) -> dict[str, int | None]:
    """The exit code of pytest for each mutant, None for one that has not run."""
    files = sorted((copy / "mutants").rglob("*.meta"))
    return {name: code for file in files for name, code in json.loads(file.read_bytes())["exit_code_by_key"].items()}


def sample(names: list[str], seed: int, count: int) -> list[str]:
    """That many mutants; where code changes, those of other functions stay in the sample."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:count]


def report(copy: Path, names: list[str]) -> tuple[str, bool]:
    """The diff of each mutant that no test tells from the code, then the counts; and whether there is none."""
    listed = equivalents()
    codes = exit_codes(copy)
    diffs: list[str] = []
    outcomes: Counter[str] = Counter()
    for name in names:
        outcome = OUTCOMES.get(codes[name], "timeout")
        if outcome in UNSEEN:
            diff = mutmut(copy, "show", name)
            outcome = "equivalent" if is_equivalent(diff, listed) else outcome
            diffs += [diff] if outcome in UNSEEN else []
        outcomes[outcome] += 1
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    return f"{''.join(diffs)}{len(names)} mutants: {counts}\n", not diffs


def main() -> int:
    """Exit code 1 where a mutant survives that is not listed as equivalent, 2 where the tests fail without any."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("package", help="a package of docgen: redirects")
    parser.add_argument("tests", nargs="*", help="where its tests are; default: tests/<package> and ELSEWHERE")
    parser.add_argument("--sample", type=int, default=200, help="how many mutants; default: 200")
    parser.add_argument("--seed", type=int, default=1, help="which of them; default: 1")
    chosen = parser.parse_args()
    copy = copied(chosen.package, chosen.tests or [f"tests/{chosen.package}", *ELSEWHERE.get(chosen.package, ())])
    made = mutmut(
        copy, "run", "--max-children", "1", "none"
    )  # it makes them and finds their tests, then misses this one
    if not (copy / "mutants/mutmut-stats.json").exists():
        sys.stderr.write(f"{made}\nno mutant is tested: a test fails without any\n")
        return 2
    names = sample(list(exit_codes(copy)), chosen.seed, chosen.sample)
    mutmut(copy, "run", "--max-children", "1", *names)
    text, all_killed = report(copy, names)
    sys.stdout.write(f"{text}docgen/{chosen.package}, seed {chosen.seed}\n")
    return int(not all_killed)


if __name__ == "__main__":
    sys.exit(main())
