"""The folder of a project, found from one below it by its table in pyproject.toml."""

from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Any

from docgen.openapi.nodes import as_mapping


def find_root(folder: Path) -> Path:
    """The nearest project of a folder and those above it; the folder itself where there is none."""
    real = folder.resolve()
    root = next(filter(_is_project, (real, *real.parents)), real)
    return folder if root == real else root


def _is_project(folder: Path) -> bool:
    try:
        return docgen_table((folder / "pyproject.toml").read_bytes()) is not None
    except OSError:
        return False
    except (ValueError, RecursionError):  # whoever reads it says what is wrong with it
        return True


def docgen_table(pyproject: bytes) -> Any:  # noqa: ANN401 - any TOML
    """What `[tool.docgen]` holds, or None; ValueError and RecursionError for what is not TOML that can be read."""
    if b"docgen" not in pyproject:
        return None
    import tomllib  # slow to import, and most contracts that are compared are in no project

    return as_mapping(tomllib.loads(pyproject.decode("utf-8-sig")).get("tool")).get("docgen")
