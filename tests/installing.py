"""Run command lines where only some distributions can be imported, and print which of them were looked for.

    python -m tests.installing '["click", ...]' '[["check", "--no-cache"], ...]'

The result is JSON on the last line: `codes`, one a command line, and `found`, the distributions that were looked for.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, packages_distributions, requires


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def with_their_own(names: Iterable[str]) -> set[str]:
    """The distributions, and those that they need in turn, without extras."""
    found: set[str] = set()
    waiting = [normalized(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            needed = requires(name) or ()
        except PackageNotFoundError:  # for another Python or system
            continue
        found.add(name)
        waiting += [normalized(re.split(r"[^\w.-]", one)[0]) for one in needed if "extra ==" not in one]
    return found


class Shelf:
    """A finder that comes before all others, and hides what is of a distribution that is not allowed."""

    def __init__(self, allowed: set[str]) -> None:
        self._of = {
            module: {normalized(one) for one in distributions}
            for module, distributions in packages_distributions().items()
        }
        self._allowed = allowed
        self.found: set[str] = set()

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """None, so that the next finder looks; ModuleNotFoundError where the module is hidden."""
        owners = self._of.get(name.partition(".")[0], set())
        if owners and not owners & self._allowed:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        self.found |= owners
        return None


def run(names: Sequence[str], commands: Sequence[Sequence[str]]) -> dict[str, list[int] | list[str]]:
    shelf = Shelf(with_their_own(names) | {"aurous-docgen"})
    sys.meta_path.insert(0, shelf)  # type: ignore[arg-type] - as little of a finder as Python asks for
    from docgen.cli import main  # only here: what it imports is what is seen

    codes: list[int] = []
    for command in commands:
        try:
            main(command)
        except SystemExit as stop:
            codes.append(int(stop.code or 0))
    return {"codes": codes, "found": sorted(shelf.found)}


if __name__ == "__main__":
    sys.stdout.write(f"\n{json.dumps(run(*map(json.loads, sys.argv[1:])))}\n")
