"""`--format` and `--report`: one run of a command, and as many reports of it as a pipeline needs.

`docgen diff` must start quickly, and seldom writes: what writing needs is imported where it is needed.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from os.path import normpath
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from docgen.cli.console import echo
from docgen.cli.options import Decorator, gathered
from docgen.errors import UsageError
from docgen.wording import choice

if TYPE_CHECKING:
    from docgen.write import Plan

Render = Callable[[str], str]
"""A format -> the text of the report."""
MARK: Final = "<!-- docgen report -->\n"
"""The last line of a report in Markdown, which has no other sign of docgen that all of them share."""
_KIND: Final = re.compile(
    rb'\A\[\s*(?:\]|\{\s*"description":)()'  # GitLab's code quality
    # the first two keys of JSON, and the address of the first: SARIF is not alone with `$schema` and `version`
    rb'|\A\{\s*"([^"]+)":\s*+("https:[^"]*+")?+.*?"([^"]+)":'
    rb'|\A<\?xml.*?(<\w+ name="docgen")'
    rb"|\ABEGIN:VCALENDAR.*?(PRODID[^\r\n]*)"
    rb"|(<!-- docgen report -->)\s*\Z",
    re.DOTALL,
)
"""What shows that a file is a report, and of which form."""
_FILES: Final = ("pyproject.toml", "mkdocs.yml")


class Reports(NamedTuple):
    """The reports that a command line asks for: the format of that on stdout, and formats with files below `root`."""

    stdout: str | None = "text"
    files: tuple[tuple[str, str], ...] = ()
    root: Path = Path()

    @property
    def forms(self) -> tuple[str, ...]:
        """The format of each report."""
        forms = tuple(form for form, _ in self.files)
        return (self.stdout, *forms) if self.stdout else forms

    def only(self, forms: Collection[str]) -> "Reports":
        """Those in some of the formats."""
        stdout = self.stdout if self.stdout in forms else None
        return Reports(stdout, tuple((form, file) for form, file in self.files if form in forms), self.root)

    def publish(self, render: Render) -> None:
        """Write all files, or none, and print the report for stdout.

        OutputError (exit code 6) where a file cannot be written: nothing is printed then.
        """
        if self.files:
            from docgen.cli.writing import apply

            # before what is printed: a reader that closes the pipe early would end the command
            apply(*self.plans(render))
        self.print(render)

    def plans(self, render: Render) -> "Iterator[Plan]":
        """The plans for the files, which may be written together with others."""
        from docgen.write import plan

        for form, file in self.files:
            path, content = self.root / file, _report(render, form)
            _refuse_source(self.root, file, content)
            yield plan({path.name: content}, path.parent)

    def print(self, render: Render) -> None:
        """Print the report for stdout: text in the terminal's encoding, formats for programs always in UTF-8."""
        if self.stdout == "text":
            echo(render("text"), nl=False)
        elif self.stdout:
            echo(_report(render, self.stdout), nl=False)


TEXT: Final = Reports()
"""Text on stdout, as of a command line that asks for nothing else."""


def _report(render: Render, form: str) -> bytes:
    """A report in UTF-8, with the line by which docgen knows it again where its format has no other."""
    text = render(form)
    if form == "markdown":
        text = f"{text}\n{MARK}"
    return text.encode("utf-8", "replace")


def report_options(forms: Collection[str], default: str = "text") -> Decorator:
    """`--format` and `--report` of a command with these formats, which gets them as the argument `reports`.

    The report in the `default` format is printed where the command line asks for nothing else on stdout.
    """
    form_option = click.option("--format", "form", type=click.Choice(list(forms)), help="Output format.")
    report_option = click.option(
        "--report",
        "listed",
        callback=partial(_pairs, forms),
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="A report in this format, to FILE or stdout; may be repeated.",
    )
    return gathered("reports", partial(_reports, default), form_option, report_option)


def _pairs(
    forms: Collection[str], context: click.Context, option: click.Parameter, values: Sequence[str]
) -> list[tuple[str, str]]:
    """Each `FORMAT=FILE` as a pair; the file is empty for stdout. A usage error of click (exit code 2) for others."""
    pairs = []
    for value in values:
        form, equals, file = value.partition("=")
        if form not in forms:
            raise click.BadParameter(f"{form!r} is not a format; expected {choice(list(forms))}", context, option)
        if equals and not file:
            message = f"{value!r} names no file; expected {form}=FILE, or {form} alone for stdout"
            raise click.BadParameter(message, context, option)
        pairs.append((form, file))
    return pairs


def _reports(default: str, form: str | None, listed: Sequence[tuple[str, str]]) -> Reports:
    """The reports of the options; UsageError (exit code 2) where two would go to one place."""
    root = Path(click.get_current_context().find_root().params["root"] or ".")
    printed = [name for name, file in [(form, ""), *listed] if name and not file]
    if len(printed) > 1:
        raise UsageError(f"{choice(printed, 'and')} would go to stdout; give all but one a file: {printed[-1]}=FILE")
    files = tuple((name, file) for name, file in listed if file)
    refuse_same_file([file for _, file in files], root)
    return Reports(next(iter(printed), default), files, root)


def refuse_same_file(files: Sequence[str], root: Path) -> None:
    """UsageError (exit code 2) where two outputs would go to one file, also through a symbolic link."""
    known = set[str]()
    for file in files:
        target = os.path.realpath(root / file)
        if target in known:
            raise UsageError(f"two outputs would go to {file}; give each a file of its own")
        known.add(target)


def _refuse_source(root: Path, file: str, content: bytes) -> None:
    """UsageError (exit code 2) for a file that docgen reads or that git tracks, unless it is an earlier report.

    An earlier report has the form of the new `content`. Text has no form that could be known again.
    """
    from docgen.load.files import READ
    from docgen.load.git import is_tracked
    from docgen.load.site import docs_folder
    from docgen.write import SOURCES, is_within

    path = Path(os.path.realpath(root / file))  # a link stays one, and its target is replaced
    if not path.is_file() or _is_earlier(path.read_bytes(), content):
        return
    sources = [*READ, *(root / name for name in (*SOURCES, *_FILES))]
    if path.suffix == ".md":
        # docgen diff reads no pages of the project
        sources.append(root / docs_folder(root))
    if any(is_within(path, source) for source in sources):
        raise UsageError(f"{file}: docgen reads this file, which the report would overwrite; choose another file")
    if is_tracked(path):
        raise UsageError(
            f"{file}: git tracks this file, and it is not an earlier report of this form; choose another file, "
            "or delete it first"
        )


def _is_earlier(before: bytes, content: bytes) -> bool:
    old, new = _KIND.search(before), _KIND.search(content)
    return bool(old and new and old.groups() == new.groups())


def in_repository(path: str, root: Path) -> str:
    """A path (or `git:REF:PATH`) from `root` as CI annotates it: from the root of the git repository.

    Outside of the repository, it is unchanged.
    """
    from docgen.load.files import repository_of

    named = re.sub(r"^git:[^:]*:", "", path)
    repository, target = repository_of(root), Path(normpath(Path(root.resolve(), named)))
    if target.is_relative_to(repository):
        return target.relative_to(repository).as_posix()
    return named
