"""`--format` and `--report`: one run of a command, and as many reports of it as a pipeline needs."""

import os
from collections.abc import Callable, Collection, Sequence
from functools import partial, wraps
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from docgen.cli.streams import print_report
from docgen.errors import UsageError
from docgen.wording import choice

if TYPE_CHECKING:
    from docgen.write import Plan

Command = Callable[..., Any]
MARK: Final = "<!-- docgen report -->\n"
"""The last line of a report in Markdown, which has no other sign of docgen that all of them share."""


class Reports(NamedTuple):
    """The reports that a command line asks for: the format of that on stdout, and formats with their files."""

    stdout: str | None
    files: tuple[tuple[str, str], ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The format of each report."""
        return (*((self.stdout,) if self.stdout else ()), *(form for form, _ in self.files))

    def with_output(self, file: str) -> "Reports":
        """The same with a file in place of stdout; UsageError (exit code 2) where another report has that file."""
        files = (*self.files, (self.stdout or "text", file))
        refuse_same_file([name for _, name in files])
        return Reports(None, files)

    def publish(self, root: str, render: Callable[[str], str]) -> None:
        """Write all files, or none, and print the report for stdout; `render` makes the text of a format.

        A file is relative to `root`. OutputError (exit code 6) where one cannot be written: nothing is printed then.
        """
        if self.files:
            from docgen.cli.writing import apply  # `docgen diff` must start quickly, and seldom writes

            # before what is printed: a reader that closes the pipe early would end the command
            apply(*self.plans(root, render))
        self.print(render)

    def plans(self, root: str, render: Callable[[str], str]) -> "tuple[Plan, ...]":
        """The plans for the files, which may be written together with others."""
        from docgen.cli.outputs import refuse_source  # as above
        from docgen.write import plan  # as above

        plans: list[Plan] = []
        for form, file in self.files:
            path, content = Path(root, file), _marked(render(form), form).encode("utf-8", "replace")
            refuse_source(Path(root), file, content)
            plans.append(plan({path.name: content}, path.parent))
        return tuple(plans)

    def print(self, render: Callable[[str], str]) -> None:
        """Print the report for stdout, if there is one."""
        if self.stdout:
            print_report(_marked(render(self.stdout), self.stdout), self.stdout)


def _marked(text: str, form: str) -> str:
    """A report with the line by which docgen knows it again, where its format has no other."""
    return f"{text}\n{MARK}" if form == "markdown" else text


TEXT: Final = Reports("text")
"""Text on stdout, as of a command line that asks for nothing else."""


def report_options(forms: Collection[str]) -> Callable[[Command], Command]:
    """Add `--format` and `--report` to a command with these formats; it gets them as the argument `reports`."""
    form_option = click.option("--format", "form", type=click.Choice(list(forms)), help="Output format.")
    report_option = click.option(
        "--report",
        "listed",
        callback=partial(_pairs, forms),
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="A report in this format, to FILE or stdout; may be repeated.",
    )

    def add(command: Command) -> Command:
        @wraps(command)
        def with_reports(*arguments: Any, form: str | None, listed: Sequence[tuple[str, str]], **others: Any) -> Any:  # noqa: ANN401 - the command's own
            return command(*arguments, reports=_reports(form, listed), **others)

        return form_option(report_option(with_reports))

    return add


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


def _reports(form: str | None, listed: Sequence[tuple[str, str]]) -> Reports:
    """The reports of the options; UsageError (exit code 2) where two would go to one place."""
    printed = [*([form] if form else []), *(name for name, file in listed if not file)]
    if len(printed) > 1:
        raise UsageError(f"{choice(printed, 'and')} would go to stdout; give all but one a file: {printed[-1]}=FILE")
    files = tuple((name, file) for name, file in listed if file)
    refuse_same_file([file for _, file in files])
    return Reports(printed[0] if printed else "text", files)


def refuse_same_file(files: Sequence[str]) -> None:
    """UsageError (exit code 2) where two outputs would go to one file, also through a symbolic link."""
    root, known = Path(click.get_current_context().obj or ""), set[str]()
    for file in files:
        target = os.path.realpath(root / file)
        if target in known:
            raise UsageError(f"two outputs would go to {file}; give each a file of its own")
        known.add(target)
