"""The folder of a project, and its settings for `docgen diff`, without the rest of the project: both start quickly."""

from datetime import date
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING, Any

from docgen.errors import UnreadableError
from docgen.openapi.nodes import as_mapping

if TYPE_CHECKING:
    from docgen.model.accepted import Acceptance
    from docgen.model.config import Config


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


def read_diff_config(root: Path, today: date) -> "tuple[Config | None, tuple[Acceptance, ...]]":
    """The configuration of the project in a folder, and what the project accepts on a day.

    It is None where it says nothing on comparisons: no `[tool.docgen.diff]`, no `[tool.docgen.events]`.
    UnreadableError (exit code 3) where one of the two files cannot be read.
    """
    return _config(root), _accepted(root, today)


def _config(root: Path) -> "Config | None":
    try:
        table = as_mapping(docgen_table((root / "pyproject.toml").read_bytes()))
        if not {"diff", "events"} & table.keys():
            return None
    except OSError:
        return None
    except (ValueError, RecursionError):  # the reader below says what is wrong with it
        pass
    from docgen.load.config import read_config  # slow to import, and few projects have that table
    from docgen.load.findings import error_message  # as above

    config, _, findings = read_config(root)
    if config is None:
        raise UnreadableError(error_message(findings))
    return config


def _accepted(root: Path, today: date) -> "tuple[Acceptance, ...]":
    if not any((root / ".docgen").glob("accepted.y*ml")):
        return ()
    from docgen.load.accepted import read_accepted  # slow to import, and few projects accept anything
    from docgen.load.files import Folder  # as above
    from docgen.load.findings import error_message  # as above

    accepted, findings = read_accepted(Folder(root))
    if findings:
        raise UnreadableError(error_message(findings))
    return tuple(one for one in accepted.entries if not one.is_expired(today))
