"""`docgen schema`."""

from collections.abc import Iterable
from typing import Final

import click

from docgen.cli.run import Run, check_option
from docgen.load import placeholders
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.report.json import document
from docgen.schemas import AUTHORED, completions, schema
from docgen.wording import visible

_SNIPPETS: Final = ".vscode/docgen.code-snippets"


@click.command("schema")
@check_option()
@click.pass_obj
def command(run: Run) -> None:
    """Write the JSON Schemas with which editors complete and check YAML to .docgen/schema.

    Snippets for Visual Studio Code complete references such as `contract.Image.status` in Markdown and YAML.

    Example: docgen schema --check
    """
    project = run.project()
    files = dict(schema_files(project))
    if not run.only_check:  # each new claim adds a snippet, and no check should fail for that
        snippets = dict(_snippet(*completion) for completion in placeholders.completions(project))
        files[_SNIPPETS] = document(snippets)
    run.write(files)


def schema_files(project: Project) -> Files:
    """The JSON Schema of each kind of authored file, by path, with this project's names as completions."""
    known = completions(project)
    return {f".docgen/schema/{name}.json": document(schema(model, known)) for name, model in AUTHORED.items()}


def _snippet(reference: str, properties: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A snippet as Visual Studio Code reads it, by its name; `$` would begin a variable."""
    name = visible(reference)
    written = name.replace("\\", "\\\\").replace("$", "\\$")
    if keys := ",".join(properties):
        written += f".${{1|{keys}|}}"
    body = f"{{{{ {written} }}}}"
    return body, {"scope": "markdown,yaml", "prefix": name, "body": body}
