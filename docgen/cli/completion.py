"""What a shell completes: names in paths and lines of the project's files, which need not be valid; none without."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - the shell looks for names only
from typing import Final

import click

from docgen.cli.options import project_of

Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def _named(files: str, name: re.Pattern[str]) -> Completion:
    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        names = list[str]()
        with suppress(OSError), context.scope(cleanup=False):
            root = project_of(Path(context.find_root().params.get("root") or "."))
            for path in sorted(root.glob(files)):
                names += name.findall(f"{path.as_posix()}\n{path.read_text('utf-8', 'replace')}")
        return [name for name in names if name.startswith(incomplete)]

    return complete


PINS: Final = _named("changelog/*/pin.yaml", re.compile(r"\A.*/([^/\n]+)/pin\.yaml"))
SLUGS: Final = _named("changelog/*/*.y*ml", re.compile(r"\A.*/(?!pin\.)([^/\n]+)\.ya?ml"))
RULES: Final = _named("redirects/*.y*ml", re.compile(r"\bid: *([a-z0-9-]+)"))
