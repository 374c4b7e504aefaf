"""`docgen schema`."""

import json
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.cli.project import read_complete
from docgen.cli.writing import write
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.schemas import AUTHORED, schema, selectors


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 if a file would change.")
@click.pass_obj
def command(root: str, only_check: bool) -> None:
    """Write the JSON Schemas with which editors complete and check YAML to .docgen/schema.

    Example: docgen schema --check
    """
    write(schema_files(read_complete(root, None)), Path(root), only_check)


def schema_files(project: Project) -> Files:
    """The JSON Schema of each kind of authored file, by path, with this project's selectors as completions."""
    completions = selectors(project)
    return {
        f".docgen/schema/{name}.json": json.dumps(schema(model, completions), indent=2, ensure_ascii=False) + "\n"
        for name, model in AUTHORED.items()
    }
