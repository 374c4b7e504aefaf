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
    project = read_complete(root, None)
    # each new claim adds a snippet, and no check should fail for that
    snippets = {} if only_check else {_SNIPPETS: snippet_file(project)}
    write({**schema_files(project), **snippets}, Path(root), only_check)


def schema_files(project: Project) -> Files:
    """The JSON Schema of each kind of authored file, by path, with this project's selectors as completions."""
    known = selectors(project)
    return {f".docgen/schema/{name}.json": _json(schema(model, known)) for name, model in AUTHORED.items()}


def snippet_file(project: Project) -> str:
    """The snippets of Visual Studio Code for the references in texts."""
    return _json(dict(_snippet(*completion) for completion in completions(project)))


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _snippet(reference: str, properties: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A snippet as Visual Studio Code reads it, by its name; `$` would begin a variable."""
    name, keys = visible(reference), ",".join(properties)
    escaped = name.replace("\\", "\\\\").replace("$", "\\$")
    body = f"{{{{ {escaped}.${{1|{keys}|}} }}}}" if keys else f"{{{{ {escaped} }}}}"
    return body, {"scope": "markdown,yaml", "prefix": name, "body": body}
