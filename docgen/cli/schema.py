"""`docgen schema`."""

import json
from collections.abc import Iterable
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Final

import click

from docgen.cli.project import read_complete
from docgen.cli.writing import write
from docgen.load.placeholders import completions
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.schemas import AUTHORED, schema, selectors
from docgen.wording import visible

_SNIPPETS: Final = ".vscode/docgen.code-snippets"


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 if a file would change.")
@click.pass_obj
def command(root: str, only_check: bool) -> None:
    """Write the JSON Schemas with which editors complete and check YAML to .docgen/schema.

    Snippets for Visual Studio Code complete references such as `contract.Image.status` in Markdown and YAML.

    Example: docgen schema --check
    """
    write(schema_files(read_complete(root, None)), Path(root), only_check)


def schema_files(project: Project) -> Files:
    """The JSON Schema of each kind of authored file, by path, with this project's selectors as completions.

    And the snippets of its references.
    """
    known = selectors(project)
    files = {f".docgen/schema/{name}.json": schema(model, known) for name, model in AUTHORED.items()}
    files[_SNIPPETS] = dict(_snippet(*completion) for completion in completions(project))
    return {path: json.dumps(content, indent=2, ensure_ascii=False) + "\n" for path, content in files.items()}


def _snippet(reference: str, properties: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A snippet as Visual Studio Code reads it, by its name; `$` would begin a variable."""
    name, keys = visible(reference), ",".join(properties)
    escaped = name.replace("\\", "\\\\").replace("$", "\\$")
    body = f"{{{{ {escaped}.${{1|{keys}|}} }}}}" if keys else f"{{{{ {escaped} }}}}"
    return body, {"scope": "markdown,yaml", "prefix": name, "body": body}
